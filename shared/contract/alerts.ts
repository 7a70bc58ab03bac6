// The contract of alerts: what a person at this workstation should be told without asking.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { AlertKindSchema } from '../model/alert-kinds'
import { procedure } from './base'

export const AlertSchema = z.object({
  /** The kind and what it is about: the same for as long as it lasts. */
  id: z.string(),
  kind: AlertKindSchema,
  /** Milliseconds since the epoch; `endedAt` is null while it lasts. */
  since: z.number(),
  endedAt: z.number().nullable(),
  cardUuid: z.string().nullable(),
  containerId: z.string().nullable(),
  kernelId: z.string().nullable(),
  /** Fill the gaps of the words, e.g. { card: 0, name: 'vision', percent: 97 }. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Verbatim: the log line, the driver's words; '' where there is nothing to show. */
  evidence: z.string(),
  /** A person has seen it and put it away; it stays away until it ends. */
  dismissed: z.boolean(),
})
export type Alert = z.infer<typeof AlertSchema>

export const alertsContract = {
  /** Those that last and those that ended within the last day, the newest first. */
  watch: procedure.output(eventIterator(z.array(AlertSchema))),
  dismiss: procedure.input(z.object({ id: z.string().max(300) })).output(z.void()),
  dismissAll: procedure.output(z.void()),
}
