// The contract of leases: cards that an environment reserves until a time. Advisory: every Berth on the engine honours
// them when it chooses cards, and nothing enforces them.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { BerthIdSchema } from '../model/names'
import { procedure } from './base'

export const LeaseSchema = z.object({
  id: z.string(),
  environmentId: z.string(),
  environment: z.string(),
  /** Who reserved: user name and host name of that Berth. */
  holder: z.string(),
  /** Reserved by this user on this machine. */
  mine: z.boolean(),
  uuids: z.array(z.string()),
  /** Milliseconds since the epoch. */
  until: z.number(),
})
export type Lease = z.infer<typeof LeaseSchema>

export const leasesContract = {
  /** Those of the engine that have not run out. Kept as labels of an empty volume, so any Berth on it sees them. */
  watch: procedure.output(eventIterator(z.array(LeaseSchema))),
  /** Reserves the environment's own cards, or moves its lease's end. At most 7 days ahead. Refuses with CardsReserved. */
  reserve: procedure.input(z.object({ environmentId: BerthIdSchema, until: z.number() })).output(LeaseSchema),
  release: procedure.input(z.object({ id: z.string().max(200) })).output(z.void()),
}
