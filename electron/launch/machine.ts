// The machine Berth runs on, asked afresh for each launch: memory, user, folders, free ports.
import { access, constants, mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { cpus, freemem, homedir, totalmem, userInfo } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { FolderFacts, LaunchHost } from '../../shared/model/launch'

export type Machine = {
  process(): LaunchHost['process']
  home: string
  memory(): { totalBytes: number; freeBytes: number }
  cpus(): number
  folder(path: string): Promise<Exclude<FolderFacts, { is: 'unknown' }>>
  exists(path: string): Promise<boolean>
  /** Where a path leads, links followed; of one that is not there, as far as it is. null: no path of this machine. */
  real(path: string): Promise<string | null>
  /** Of everybody else who can log in. */
  otherHomes(): Promise<string[]>
  /** Does `/ETC` name `/etc` here? */
  ignoresCase: boolean
  /** Where this user's programs have their sockets; '' where the system has no such place. */
  runtimeFolder(): string
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
    exists: async (path) => isAbsolute(path) && (await settled(stat(path))) !== null,
    real,
    otherHomes,
    ignoresCase: process.platform === 'darwin' || process.platform === 'win32',
    runtimeFolder: () =>
      process.env['XDG_RUNTIME_DIR'] ?? (process.platform === 'linux' ? `/run/user/${userInfo().uid}` : ''),
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

async function real(path: string): Promise<string | null> {
  if (!isAbsolute(path)) return null
  const found = await settled(realpath(path))
  if (found !== null) return found
  const above = dirname(path)
  if (above === path) return null
  const led = await real(above)
  return led === null ? null : join(led, basename(path))
}

/** People and root, by useradd's numbers; a service's home is a folder of the system. */
async function otherHomes(): Promise<string[]> {
  const text = (await settled(readFile('/etc/passwd', 'utf8'))) ?? ''
  const mine = userInfo().uid
  const homes = text.split('\n').flatMap((line) => {
    const [, , uid = '', , , home = ''] = line.split(':')
    const person = uid === '0' || (Number(uid) >= 1000 && Number(uid) < 60_000)
    return person && Number(uid) !== mine && /^\/./.test(home) ? [home] : []
  })
  return await Promise.all(homes.map(async (home) => (await real(home)) ?? home))
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
