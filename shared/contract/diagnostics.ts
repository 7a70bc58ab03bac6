// The contract of the diagnostic bundle: one text with what helps to find a fault, secrets removed, shown before it is saved.
import { z } from 'zod'
import { procedure } from './base'
import { SavedFileSchema } from './containers'

/** What a bundle may be, in characters; more is cut where it was gathered. */
export const longestBundle = 1_000_000

export const diagnosticsContract = {
  /** Versions, engine, doctor's checks, GPUs, settings and the app's recent log, as text with secrets removed. */
  read: procedure.output(z.object({ text: z.string() })),
  /** Saves what the person saw, and no more: the text may have been shortened by them. */
  save: procedure.input(z.object({ text: z.string().min(1).max(longestBundle) })).output(SavedFileSchema),
}
