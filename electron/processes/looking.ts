// Looks at single processes in /proc and remembers them by pid and start: of one that was seen before, only its stat is
// read again, which tells that it is still the same.
import { placementOf, type Placement } from './placement'
import type { FileAnswer, ProcFiles } from './proc-files'
import { parseArguments, parseStat, parseUid, type Stat } from './proc-text'

export type ProcessFacts = {
  pid: number
  parent: number
  session: number
  startTicks: number
  kernelThread: boolean
  uid: number | null
  args: string[]
  /** null where the system hides it. */
  placement: Placement | null
}

export type Sight =
  | {
      is: 'seen'
      process: ProcessFacts
      /** Its ancestors, the nearest first, then the leader of its session. */
      lineage: ProcessFacts[]
    }
  | { is: 'gone' }
  | { is: 'hidden'; raw: string }

export type Looking = {
  look(pid: number): Promise<Sight>
  /** Without its lineage: for a look at many, or at one that is about to be ended. */
  lookAt(pid: number): Promise<Exclude<Sight, { is: 'seen' }> | { is: 'seen'; process: ProcessFacts }>
  /** Forgets every process that is not among these or their lineage. */
  keep(pids: Iterable<number>): void
}

/** No real chain is this long; a file that says otherwise must not hold us up. */
const longestLineage = 64

type Known = { stat: Stat; process: ProcessFacts; lineage: ProcessFacts[] | null }

export function createLooking(proc: ProcFiles): Looking {
  const known = new Map<number, Known>()

  async function lookAt(pid: number): ReturnType<Looking['lookAt']> {
    const answer = await proc.read(`/proc/${pid}/stat`)
    const stat = answer.is === 'text' ? parseStat(answer.text) : null
    if (stat === null || isEnded(stat)) {
      known.delete(pid)
      return answer.is === 'forbidden' ? { is: 'hidden', raw: answer.raw } : { is: 'gone' }
    }
    const before = known.get(pid)
    // Another name: it runs another program now, and its command line with it.
    if (before?.stat.startTicks === stat.startTicks && before.stat.name === stat.name) {
      if (before.stat.parent !== stat.parent) {
        before.lineage = null
        before.process = { ...before.process, parent: stat.parent }
      }
      before.stat = stat
      return { is: 'seen', process: before.process }
    }
    const process = await read(pid, stat)
    known.set(pid, { stat, process, lineage: null })
    return { is: 'seen', process }
  }

  async function read(pid: number, stat: Stat): Promise<ProcessFacts> {
    const [cgroup, status, cmdline] = await Promise.all(
      ['cgroup', 'status', 'cmdline'].map((name) => proc.read(`/proc/${pid}/${name}`)),
    )
    return {
      pid,
      ...{ parent: stat.parent, session: stat.session },
      ...{ startTicks: stat.startTicks, kernelThread: stat.kernelThread },
      uid: parseUid(textOf(status)),
      args: parseArguments(textOf(cmdline)),
      placement: cgroup?.is === 'text' ? placementOf(cgroup.text) : null,
    }
  }

  async function lineageOf(process: ProcessFacts): Promise<ProcessFacts[]> {
    const lineage: ProcessFacts[] = []
    for (let pid = process.parent; pid > 1 && lineage.length < longestLineage;) {
      const sight = await lookAt(pid)
      if (sight.is !== 'seen' || lineage.includes(sight.process)) break
      lineage.push(sight.process)
      pid = sight.process.parent
    }
    // Kernels lead a session of their own: a child whose parent has ended still belongs to it.
    if (process.session > 1 && ![process, ...lineage].some(({ pid }) => pid === process.session)) {
      const leader = await lookAt(process.session)
      if (leader.is === 'seen') lineage.push(leader.process)
    }
    return lineage
  }

  return {
    lookAt,
    async look(pid) {
      const sight = await lookAt(pid)
      if (sight.is !== 'seen') return sight
      const entry = known.get(pid)
      // A parent can only change by ending, and then our own stat names another one.
      const lineage = entry?.lineage ?? (await lineageOf(sight.process))
      if (entry) entry.lineage = lineage
      return { ...sight, lineage }
    },
    keep(pids) {
      const kept = new Set<number>()
      for (const pid of pids) {
        kept.add(pid)
        for (const ancestor of known.get(pid)?.lineage ?? []) kept.add(ancestor.pid)
      }
      for (const pid of [...known.keys()]) if (!kept.has(pid)) known.delete(pid)
    },
  }
}

/** A leader that has ended while other threads of it run is still a process. */
function isEnded({ state, threads }: Stat): boolean {
  return (state === 'Z' || state === 'X') && threads <= 1
}

function textOf(answer: FileAnswer | undefined): string {
  return answer?.is === 'text' ? answer.text : ''
}
