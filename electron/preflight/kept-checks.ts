// The last check of each image on each engine's machine, in the state folder.
import { join } from 'node:path'
import { z } from 'zod'
import { ImageCheckSchema, type ImageCheck } from '../../shared/contract/preflight'
import { openKept } from '../kept'

const KeptSchema = z.array(z.object({ host: z.string(), imageId: z.string(), check: ImageCheckSchema }))
/** About 1 KB each. */
const mostChecks = 200

export type KeptChecks = {
  find(of: { host: string; imageId: string }): ImageCheck | null
  put(of: { host: string; imageId: string }, check: ImageCheck): void
  flush(): Promise<void>
}

export async function openKeptChecks(stateFolder: string, log: (line: string) => void): Promise<KeptChecks> {
  const path = join(stateFolder, 'image-checks.json')
  const kept = await openKept<z.infer<typeof KeptSchema>>({ path, schema: KeptSchema, otherwise: [], log })
  return {
    find: ({ host, imageId }) =>
      kept.get().find((one) => one.host === host && one.imageId === imageId)?.check ?? null,
    put({ host, imageId }, check) {
      const others = kept.get().filter((one) => one.host !== host || one.imageId !== imageId)
      kept.set([{ host, imageId, check }, ...others].slice(0, mostChecks))
    },
    flush: () => kept.flush(),
  }
}
