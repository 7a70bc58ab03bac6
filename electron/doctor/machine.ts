// The machine as the doctor sees it: how files are read, how programs run, what answers. An argument, so that each check is
// tested with recorded texts, and so that the rig's simulated host can stand for a real one.
import { constants } from 'node:fs'
import { access, open, readdir, stat, statfs } from 'node:fs/promises'
import { homedir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { capture, localCommands, type Captured } from '../gpu'
import { askSocket, askUrl, type SocketAnswer, type UrlAnswer } from './ask'

export type FileText = { is: 'text'; text: string } | { is: 'absent' } | { is: 'unreadable'; why: string }
export type Limits = { signal: AbortSignal; milliseconds: number }

export type Machine = {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  home: string
  user: { uid: number; name: string }
  /** Milliseconds since the epoch. */
  now(): number
  /** Files are cut at 1 MiB. */
  readText(path: string): Promise<FileText>
  /** Milliseconds since the epoch when its content or its name last changed; null where it is not there. */
  changedAt(path: string): Promise<number | null>
  /** Names in a folder; null where it is not there or not ours to see. */
  list(folder: string): Promise<string[] | null>
  /** Bytes for whoever is not root; null where the path is not there. */
  space(path: string): Promise<{ freeBytes: number; totalBytes: number } | null>
  /** On the PATH, or where systems keep programs for root. */
  programAt(name: string): Promise<string | null>
  run(argv: readonly string[], limits: Limits): Promise<Captured>
  /** GET over a Unix socket, by whoever runs Berth. */
  askSocket(socket: string, path: string, limits: Limits): Promise<SocketAnswer>
  askUrl(url: string, limits: Limits): Promise<UrlAnswer>
}

const forRoot = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin', '/usr/local/bin', '/snap/bin']
const mostBytes = 1 << 20

/** What a simulated host has of its own (BERTH_SIMULATED_HOST, set by the rig); everything else is this machine's. */
const simulatedPlaces = [
  ...['/proc/driver/nvidia', '/sys/bus/pci/devices', '/sys/module/nouveau', '/dev/dxg', '/dev/char'],
  ...['/etc/cdi', '/var/run/cdi', '/run/systemd/system'],
]

export function thisMachine(env: NodeJS.ProcessEnv): Machine {
  const simulated = env['BERTH_SIMULATED_HOST'] ?? ''
  const at = (path: string): string =>
    simulated !== '' && simulatedPlaces.some((place) => path === place || path.startsWith(`${place}/`))
      ? join(simulated, path)
      : path
  return {
    platform: process.platform,
    env,
    home: env['HOME'] ?? homedir(),
    user: { uid: process.getuid?.() ?? -1, name: userName(env) },
    now: Date.now,
    readText: (path) => readText(at(path)),
    changedAt: async (path) => {
      const found = await orNull(stat(at(path)))
      return found === null ? null : Math.max(found.mtimeMs, found.ctimeMs)
    },
    list: (folder) => orNull(readdir(at(folder))),
    space: async (path) => {
      const found = await orNull(statfs(at(path)))
      if (found === null) return null
      return { freeBytes: found.bavail * found.bsize, totalBytes: found.blocks * found.bsize }
    },
    programAt: async (name) => {
      const folders = [...(env['PATH'] ?? '').split(delimiter), ...forRoot]
      for (const folder of folders) {
        if (folder === '') continue
        const file = join(folder, name)
        if (await isProgram(file)) return file
      }
      return null
    },
    run: ([program = '', ...args], limits) => capture(localCommands({ program, env }), args, limits),
    askSocket,
    askUrl: (url, limits) => askUrl(url, { env, home: env['HOME'] ?? homedir() }, limits),
  }
}

async function readText(path: string): Promise<FileText> {
  try {
    const file = await open(path)
    try {
      // Files of /proc have no size: read until the end or the limit.
      const buffer = Buffer.alloc(mostBytes)
      let length = 0
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, mostBytes - length, null)
        length += bytesRead
        if (bytesRead === 0 || length === mostBytes) break
      }
      return { is: 'text', text: buffer.toString('utf8', 0, length) }
    } finally {
      await file.close()
    }
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    return absent.includes(code) ? { is: 'absent' } : { is: 'unreadable', why: message }
  }
}

const absent = ['ENOENT', 'ENOTDIR']

/** null when the path is not there or not ours to see. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if ([...absent, 'EACCES', 'EPERM', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return null
    throw error
  }
}

async function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}

function userName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username
  } catch {
    // A user id without an entry in /etc/passwd, usual in containers.
    return env['USER'] ?? String(process.getuid?.() ?? '')
  }
}
