// The machine Berth runs on, asked afresh for each launch: memory, user, folders, free ports.
import { access, constants, mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { cpus, freemem, homedir, totalmem, userInfo } from 'node:os'
import { join, relative, isAbsolute } from 'node:path'
import type { FolderFacts, LaunchHost } from '../../shared/model/launch'

export type Machine = {
  process(): LaunchHost['process']
  home: string
  memory(): { totalBytes: number; freeBytes: number }
  cpus(): number
  folder(path: string): Promise<Exclude<FolderFacts, { is: 'unknown' }>>
  exists(path: string): Promise<boolean>
  /** Does `path` hold `inner` (after links are followed)? */
  holds(path: string, inner: string): Promise<boolean>
  /** '' when the machine does not know the uid. */
  nameOf(uid: number): Promise<string>
  makeFolder(path: string): Promise<void>
  freePort(): Promise<number>
}

export function thisMachine(): Machine {
  return {
    process() {
      const { uid, gid, username } = userInfo()
      return {
        // Windows has no ids (-1): Docker Desktop gives files to the user whatever the container runs as.
        uid: Math.max(uid, 0),
        gid: Math.max(gid, 0),
        groups: process.getgroups?.() ?? [],
        userName: username,
      }
    },
    home: homedir(),
    memory: () => ({ totalBytes: totalmem(), freeBytes: freemem() }),
    cpus: () => cpus().length,
    folder,
    exists: async (path) => (await settled(stat(path))) !== null,
    holds,
    nameOf,
    async makeFolder(path) {
      await mkdir(path, { recursive: true })
    },
    freePort,
  }
}

/** Where projects go when nobody chose a folder. */
export const defaultFolder = (machine: Machine) => join(machine.home, 'berth')

const absent = ['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP', 'ENAMETOOLONG']

/** null when the path is not there or not ours to see. */
async function settled<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (absent.includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

async function folder(path: string): Promise<Exclude<FolderFacts, { is: 'unknown' }>> {
  const found = await settled(stat(path))
  if (found === null) return { is: 'missing', made: false }
  if (!found.isDirectory()) return { is: 'not-a-folder' }
  let readOnlyFileSystem = false
  try {
    await access(path, constants.W_OK)
  } catch (error) {
    // EACCES is what the mode bits say already; only EROFS is news.
    readOnlyFileSystem = (error as NodeJS.ErrnoException).code === 'EROFS'
  }
  return {
    is: 'folder',
    mode: found.mode & 0o7777,
    ownerUid: found.uid,
    ownerGid: found.gid,
    readOnlyFileSystem,
  }
}

async function holds(path: string, inner: string): Promise<boolean> {
  if (inner === '') return false
  const outer = await settled(realpath(path))
  const target = await settled(realpath(inner))
  if (outer === null || target === null) return false
  const way = relative(outer, target)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}

async function nameOf(uid: number): Promise<string> {
  const text = await settled(readFile('/etc/passwd', 'utf8'))
  const line = text?.split('\n').find((each) => each.split(':')[2] === String(uid))
  return line?.split(':')[0] ?? ''
}

/** Free a moment ago: whoever uses it must be ready to ask again. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close((error) => {
        if (error) reject(error)
        else if (address === null || typeof address === 'string') reject(new Error('no port was given'))
        else resolve(address.port)
      })
    })
  })
}
