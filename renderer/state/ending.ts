// The session that this page lived in, once it has ended: nothing is connected any more, and nothing will be.
import type { SessionEnding } from '../../shared/contract/sessions'

/** 'unknown': the server does not know us any more; it was started again, or the session ended while nobody was connected. */
export type Ending = SessionEnding | 'unknown'

export type Ended = {
  get: () => Ending | null
  subscribe: (listener: () => void) => () => void
}

export function createEnding(): Ended & { end: (why: Ending) => void } {
  const listeners = new Set<() => void>()
  let ended: Ending | null = null
  return {
    get: () => ended,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    end(why) {
      // The first word is the reason; what fails afterwards follows from it.
      if (ended !== null) return
      ended = why
      for (const listener of [...listeners]) listener()
    },
  }
}
