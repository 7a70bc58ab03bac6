/** Kinds of annotations with which a case tells the reporter what happened. */
export const kinds = { done: 'done', saw: 'saw', seconds: 'seconds' } as const
