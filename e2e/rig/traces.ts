import { readdir, readFile, readlink } from 'node:fs/promises'
import type { Place } from './place'

/** What of a rig is there on the machine, found by looking at the machine and not at what the rig wrote down. */
export type ProcessTrace = { pid: number; what: string }

/**
 * Processes that name the rig's folders on their command line (daemons, shims, proxies), and processes in a mount
 * namespace whose root lies in the rig's engine data (whatever runs in its containers).
 */
export async function processesOf(place: Place): Promise<ProcessTrace[]> {
  const ours = await readlink('/proc/self/ns/mnt')
  const found: ProcessTrace[] = []
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const command = await textOf(`/proc/${pid}/cmdline`)
    const what = command.replaceAll('\0', ' ').trim()
    if (isDaemon(command, place) || (await isContained(pid, ours, place))) found.push({ pid, what })
  }
  return found
}

export async function mountsOf(place: Place): Promise<string[]> {
  const mounts = (await textOf('/proc/self/mountinfo')).split('\n').map((line) => line.split(' ')[4] ?? '')
  // Deepest first, which is the order in which they can go.
  return mounts
    .filter((path) => isUnder(path, place.run) || isUnder(path, place.data))
    .sort((a, b) => b.length - a.length)
}

const programs = [
  'dockerd',
  'containerd',
  'docker-registry',
  'docker-proxy',
  'containerd-shim-runc-v2',
  'berth-rig-meter',
]

/** A shell or an editor that merely mentions the folder is nobody's daemon. */
function isDaemon(command: string, place: Place): boolean {
  const words = command.split('\0')
  const program = words[0]?.split('/').at(-1) ?? ''
  const inside = (word: string) =>
    [place.run, place.data].some((folder) => word === folder || word.includes(`${folder}/`))
  return programs.includes(program) && words.some(inside)
}

async function isContained(pid: number, ours: string, place: Place): Promise<boolean> {
  const theirs = await readlink(`/proc/${pid}/ns/mnt`).catch(() => ours)
  if (theirs === ours) return false
  return (await textOf(`/proc/${pid}/mountinfo`)).includes(`=${place.engineData}/`)
}

/** Empty for a process that has just ended. */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return ''
  }
}

function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}
