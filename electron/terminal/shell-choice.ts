// Which shell a container offers: the best of bash, zsh, fish and sh that its image has.
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'

const preferred = ['bash', 'zsh', 'fish', 'sh'] as const
// '/busybox' is where distroless debug images keep theirs.
const folders = ['/bin', '/usr/bin', '/usr/local/bin', '/busybox']

/** `best` is for the person; `posix` runs our own few lines (zsh and fish are no POSIX shells). */
export type ShellChoice = { best: string; posix: string }

/** Refuses with ShellMissing. */
export async function chooseShell(
  engine: Engine,
  container: { id: string; name: string },
  signal: AbortSignal,
): Promise<ShellChoice> {
  const find = async (shell: string) => {
    for (const folder of folders) {
      const path = `${folder}/${shell}`
      if ((await engine.containers.stat(container.id, path, signal)) !== null) return path
    }
    return null
  }
  for (const shell of preferred) {
    const best = await find(shell)
    if (best === null) continue
    const posix = shell === 'bash' || shell === 'sh' ? best : await find('sh')
    if (posix !== null) return { best, posix }
  }
  throw new RefusalError('ShellMissing', {
    params: { name: container.name },
    evidence: `none of ${preferred.join(', ')} in ${folders.join(', ')}`,
  })
}
