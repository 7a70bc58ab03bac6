// Which running Berth something belongs to. Two may share one engine and one folder; each cleans up only what a dead one left.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** 8 base32 characters (40 bits): an environment, a task or an instance. */
export function newId(): string {
  return [...randomBytes(8)].map((byte) => alphabet.charAt(byte & 31)).join('')
}

/** `host/pid/start/instance`: a pid alone is given again to other processes. */
export async function thisOwner(): Promise<string> {
  return [hostname(), process.pid, (await startOf(process.pid)) ?? '', newId()].join('/')
}

/** True only when that process is known to be dead: on another host nobody can tell. */
export async function isGone(owner: string): Promise<boolean> {
  const [host, pid, start] = owner.split('/')
  if (host !== hostname() || !pid || !/^\d+$/.test(pid)) return false
  if (start) return (await startOf(Number(pid))) !== start
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** Field 22 of /proc/PID/stat (clock ticks since boot); null where there is no such process or no /proc. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return null
    throw error
  }
}
