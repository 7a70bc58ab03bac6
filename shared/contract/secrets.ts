// The secrets room's contract: names go to the screens, values only come from them.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { NewSecretNameSchema, SecretNameSchema, SecretValueSchema } from '../model/secrets'
import { procedure } from './base'

/** `key-ring`: sealed with a key that the desktop's key ring holds. `file`: as it is, in a file only the user may read. */
export const KeptSchema = z.enum(['key-ring', 'file'])

export const SecretsViewSchema = z.object({
  secrets: z.array(
    z.object({
      name: SecretNameSchema,
      kept: KeptSchema,
      /** False where the key ring that sealed it does not open it: it changed, or this is not the desktop app. */
      opens: z.boolean(),
    }),
  ),
  /** How the next one will be kept; `no-desktop`: a browser or a command line, which reach no key ring. */
  keeps: z.discriminatedUnion('is', [
    z.object({ is: z.literal('key-ring'), name: z.string() }),
    z.object({ is: z.literal('file'), why: z.enum(['no-key-ring', 'no-desktop']) }),
  ]),
  file: z.string(),
  /**
   * `damaged`: not readable as secrets, and put aside whole as `backup`. `unreadable`: the system or a newer Berth's
   * format forbids; the file is left alone, and nothing is saved meanwhile.
   */
  trouble: z
    .discriminatedUnion('is', [
      z.object({ is: z.literal('damaged'), backup: z.string() }),
      z.object({ is: z.literal('unreadable'), reason: z.string() }),
    ])
    .nullable(),
})
export type SecretsView = z.infer<typeof SecretsViewSchema>

export const secretsContract = {
  watch: procedure.output(eventIterator(SecretsViewSchema)),
  /** Replaces the one of that name. Refuses with SecretsUnreadable and FileNotWritten. */
  set: procedure
    .input(z.object({ name: NewSecretNameSchema, value: SecretValueSchema.refine((value) => value !== '') }))
    .output(z.void()),
  remove: procedure.input(z.object({ name: SecretNameSchema })).output(z.void()),
}
