import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Place } from './place'

/** What `up` decided and a later process must know. */
const recordShape = z.object({
  subnet: z.number().int(),
  registryPort: z.number().int(),
  anonymousPort: z.number().int(),
  toolkit: z.boolean(),
  /** A folder of programs that goes before the machine's own: another engine than the one installed; '' for none. */
  programs: z.string().default(''),
})
export type RigRecord = z.infer<typeof recordShape>

export async function readRecord(place: Place): Promise<RigRecord | null> {
  try {
    return recordShape.parse(JSON.parse(await readFile(place.record, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
