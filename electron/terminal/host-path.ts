// Where on the host a path of a terminal's target lies.
import { lstat } from 'node:fs/promises'
import { posix } from 'node:path'
import type { TerminalTarget } from '../../shared/contract/terminals'
import { RefusalError } from '../../shared/model/refusal'
import type { ContainerDetails, Engine } from '../engine'

type Place = { engine: Engine; target: TerminalTarget; path: string; signal: AbortSignal }

/** Refuses with NotFound when nothing is there; null when it is only inside the container. */
export async function findHostPath({ engine, target, path, signal }: Place): Promise<string | null> {
  const at =
    target.is === 'host' ? posix.normalize(path) : await mountedPath(engine, target.containerId, path, signal)
  if (at === null) return null
  try {
    // A link that leads nowhere here may lead somewhere in the container: it is there all the same.
    await lstat(at)
    return at
  } catch (error) {
    throw new RefusalError('NotFound', { params: { name: at }, evidence: String(error) }, { cause: error })
  }
}

async function mountedPath(
  engine: Engine,
  containerId: string,
  path: string,
  signal: AbortSignal,
): Promise<string | null> {
  const { mounts } = await engine.containers.inspect(containerId, { signal })
  // The folders of an engine on another machine are that machine's.
  return engine.up().local ? hostPathOf(path, mounts) : null
}

/**
 * null when it is on no folder of the host: in the image, in a volume, or under another mount. Dots are resolved as
 * text; where a link inside the container leads is not looked at, since nothing is opened.
 */
export function hostPathOf(path: string, mounts: ContainerDetails['mounts']): string | null {
  const wanted = posix.normalize(path).replace(/(.)\/$/, '$1')
  const containing = mounts
    .map((mount) => ({ ...mount, rest: posix.relative(mount.target, wanted) }))
    .filter(({ rest }) => rest !== '..' && !rest.startsWith('../'))
    .sort((one, other) => other.target.length - one.target.length)
  const [nearest] = containing
  return nearest?.type === 'bind' ? posix.join(nearest.source, nearest.rest) : null
}
