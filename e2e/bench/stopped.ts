// Containers that ran and ended, as many as a bench wants.
import { docker } from '../app/docker'
import type { Rig } from '../rig'

const atOnce = 6
const mark = 'sh.berth.bench=stopped'

/** Without a network: dockerd 20.10 can lock itself up for good when it joins and leaves one so often at once. */
export async function makeStopped(rig: Rig, containers: number): Promise<void> {
  const args = ['run', '--network', 'none', '--label', mark, rig.images.tiny, 'true']
  let left = containers
  const worker = async () => {
    while (left-- > 0) await docker(rig, args)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

export async function removeStopped(rig: Rig): Promise<void> {
  const marked = await docker(rig, ['ps', '--all', '--quiet', '--filter', `label=${mark}`])
  if (marked !== '') await docker(rig, ['rm', '--force', ...marked.split('\n')])
}
