// What every measurement stands on: a workstation with the app's profile, and a container that holds the floods.
import { randomInt } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { docker } from '../../app/docker'
import { workstation, type Workstation } from '../../app/workstation'
import { oneMB } from '../figures'
import { flood, type Flood } from './text'

/** Enough for a second and more in the fastest of the terminals. */
const floodBytes = 50 * oneMB

export type Ground = {
  on: Workstation
  container: { id: string; name: string }
  floods: readonly Flood[]
  /** Where both the container and the host have a flood's file. */
  fileOf(flood: Flood): { inContainer: string; onHost: string }
  clear(): Promise<void>
}

export async function prepareGround(): Promise<Ground> {
  const on = await workstation()
  const folder = join(on.profile, '../floods')
  const floods = [flood('plain', floodBytes), flood('coloured', floodBytes)]
  await mkdir(folder)
  for (const { name, written } of floods) await writeFile(join(folder, name), written)
  const name = `berth-bench-${randomInt(1e9)}`
  const run = ['run', '--detach', '--name', name, '--volume', `${folder}:/floods:ro`]
  const id = await docker(on.rig, [...run, on.rig.images.plain, 'sleep', 'infinity'])
  return {
    on,
    container: { id, name },
    floods,
    fileOf: (of) => ({ inContainer: `/floods/${of.name}`, onHost: join(folder, of.name) }),
    clear: async () => {
      await docker(on.rig, ['rm', '--force', '--volumes', name])
      await on.clear()
    },
  }
}
