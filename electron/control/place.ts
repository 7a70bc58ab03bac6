import { hostname } from 'node:os'
import { join } from 'node:path'

/** Below the folder for state: a folder that its owner alone may enter. */
export function controlFolder(stateFolder: string): string {
  return join(stateFolder, 'serve')
}

/** A home folder may be shared by several machines, and a socket answers on its own only. */
export const ourPrefix = `${hostname()
  .replace(/[^A-Za-z0-9-]/g, '')
  .slice(0, 20)}.`

/** sockaddr_un holds 104 bytes on macOS and 108 on Linux, with a zero at the end; a longer path is cut without a word. */
export const longestPath = 103
