// What this process can know of the host's processes at all: asked once, before any of them is looked at.
import { parseBootTime } from './proc-text'
import type { ProcFiles } from './proc-files'

export type Around = {
  /** Does the driver number processes as our /proc does? If not, why. */
  pids: { is: 'shared' } | { is: 'other'; evidence: string }
  /** false: cgroup paths begin at our own container, not at the host's root. */
  wholeCgroups: boolean
  /** /proc is mounted so that other users' processes are not there at all (hidepid=2). */
  hidesOthers: boolean
  /** Milliseconds of the epoch; read once, so that a start time stays the same when the clock is set. */
  bootAt: number
}

/** Inode numbers of the initial namespaces, the same on every kernel (include/linux/proc_ns.h). */
const initialPids = 'pid:[4026531836]'
const initialCgroups = 'cgroup:[4026531835]'

export async function lookAround(proc: ProcFiles): Promise<Around> {
  const [stat, version, pids, cgroups, first] = await Promise.all([
    proc.read('/proc/stat'),
    proc.read('/proc/version'),
    proc.link('/proc/self/ns/pid'),
    proc.link('/proc/self/ns/cgroup'),
    proc.read('/proc/1/stat'),
  ])
  const bootSeconds = stat.is === 'text' ? parseBootTime(stat.text) : null
  const wsl = version.is === 'text' && /microsoft/i.test(version.text) ? version.text.trim() : null
  // A kernel without namespaces has no such link, and one numbering.
  const elsewhere =
    pids.is === 'text' && pids.text !== initialPids ? `/proc/self/ns/pid → ${pids.text}` : null
  const evidence = bootSeconds === null ? '/proc/stat' : (wsl ?? elsewhere)
  return {
    pids: evidence === null ? { is: 'shared' } : { is: 'other', evidence: evidence.slice(0, 200) },
    wholeCgroups: cgroups.is !== 'text' || cgroups.text === initialCgroups,
    hidesOthers: first.is === 'missing',
    bootAt: (bootSeconds ?? 0) * 1000,
  }
}
