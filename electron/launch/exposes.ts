// Would a mount hand the engine's own socket to a container? Whoever has that socket is root on the engine's machine.
import { posix } from 'node:path'
import type { EngineUp } from '../../shared/contract/engine'
import type { Machine } from './machine'

/** Where the engine's machine keeps its sockets, when that machine is not this one (tcp, Docker Desktop's). */
const usual = ['/var/run/docker.sock', '/run/docker.sock', '/run/podman/podman.sock']

export async function exposesEngine(
  machine: Pick<Machine, 'holds'>,
  path: string,
  { address, local, product }: Pick<EngineUp, 'address' | 'local' | 'product'>,
): Promise<boolean> {
  // Links over there cannot be followed from here, so the names must do.
  if ((!local || product === 'desktop') && usual.some((socket) => holdsByName(path, socket))) return true
  const scheme = 'unix://'
  return address.startsWith(scheme) && (await machine.holds(path, address.slice(scheme.length)))
}

function holdsByName(path: string, socket: string): boolean {
  const way = posix.relative(posix.normalize(path), socket)
  return way === '' || !way.startsWith('..')
}
