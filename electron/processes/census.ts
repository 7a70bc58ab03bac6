// Puts the owners of one round together: looks at the processes that the driver named, asks for what is missing, and tells
// the result. One count at a time; what changes meanwhile is counted once more.
import type { Container } from '../../shared/contract/containers'
import type { GpuState } from '../../shared/contract/gpus'
import type { GpuProcess, GpuUse } from '../../shared/contract/processes'
import type { ComputeApp } from '../../shared/model/nvidia'
import type { ServedKernels } from '../services'
import type { Around } from './around'
import type { AskDetails } from './ask-details'
import { attribute } from './attribute'
import { holdingsOf, noDetails, type Details } from './holdings'
import type { Looking, Sight } from './looking'
import type { NameOf } from './users'

type Options = {
  looking: Looking
  surroundings: () => Promise<Around>
  nameOf: NameOf
  now: () => number
  containers: () => readonly Container[]
  kernels: () => Promise<readonly ServedKernels[]>
  askDetails: AskDetails
  tell: (use: GpuUse) => void
  complain: (what: string) => (error: unknown) => void
  patience: { period: number; slack: number; details: number; kernels: number }
  signal: AbortSignal
}

export type Census = {
  round: (apps: ComputeApp[], cards: Extract<GpuState, { is: 'live' }>) => void
  /** The same round once more: something else than the processes has changed. */
  again(): void
  /** The driver cannot be asked any more: its last answer is worth nothing. */
  forget(): void
  stop(): void
}

/** So many rounds in a row name a process that /proc never had: the driver counts in another namespace. */
const roundsOfStranger = 3

export function createCensus(options: Options): Census {
  const { looking, nameOf, now, tell, complain, patience, signal } = options
  let latest: { apps: ComputeApp[]; at: number; shared: boolean } | null = null
  let details: Details = noDetails
  let detailed = { at: -Infinity, of: '' }
  let kernels: readonly ServedKernels[] = []
  let kernelsAt = -Infinity
  let counting = false
  let dirty = false
  let overdue: NodeJS.Timeout | undefined
  /** Pids that were here once; they may go at any time. */
  const met = new Set<number>()
  /** For how many rounds /proc has not had them. */
  const unmet = new Map<number, number>()

  function again(): void {
    dirty = true
    if (counting) return
    counting = true
    void countUntilClean()
      .catch(complain('counting'))
      .finally(() => (counting = false))
  }

  async function countUntilClean(): Promise<void> {
    while (dirty && !signal.aborted) {
      dirty = false
      await count()
    }
  }

  async function count(): Promise<void> {
    const round = latest
    if (!round) return
    const around = await options.surroundings()
    // A stand-in counts the processes that it sees, in our own numbering.
    const seenAround: Around = round.shared ? { ...around, pids: { is: 'shared' } } : around
    const holdings = holdingsOf(round.apps, details)
    const sights = await look(
      holdings.map(({ pid }) => pid),
      seenAround,
    )
    const users = await namesOf(sights)
    if (latest !== round || signal.aborted) return
    // What was seen once and is gone has ended, whatever the driver still says.
    const here = holdings.filter(({ pid }) => sights.get(pid)?.is !== 'gone' || !met.has(pid))
    const strangers = new Set(
      [...unmet].flatMap(([pid, rounds]) => (rounds >= roundsOfStranger ? [pid] : [])),
    )
    const processes = attribute({
      ...{ holdings: here, around: seenAround, sights, strangers, kernels, users },
      containers: options.containers(),
    })
    tell({ is: 'live', at: round.at, processes, mig: [...details.instances] })
    askKernels(processes)
    watchEnds(here.length)
  }

  async function look(pids: number[], around: Around): Promise<Map<number, Sight>> {
    if (around.pids.is === 'other') return new Map()
    const sights = new Map(
      await Promise.all(pids.map(async (pid): Promise<[number, Sight]> => [pid, await looking.look(pid)])),
    )
    for (const [pid, sight] of sights) {
      if (sight.is === 'gone') continue
      met.add(pid)
      unmet.delete(pid)
    }
    looking.keep(pids)
    return sights
  }

  async function namesOf(sights: Map<number, Sight>): Promise<Map<number, string>> {
    const uids = new Set<number>()
    for (const sight of sights.values()) {
      if (sight.is === 'seen' && sight.process.uid !== null) uids.add(sight.process.uid)
    }
    const names = new Map<number, string>()
    for (const uid of uids) {
      const name = await nameOf(uid)
      if (name !== null) names.set(uid, name)
    }
    return names
  }

  function askKernels(processes: GpuProcess[]): void {
    const any = processes.some(({ owner }) => owner.is === 'container' && owner.kernel !== null)
    if (!any || Math.abs(now() - kernelsAt) < patience.kernels) return
    kernelsAt = now()
    void options
      .kernels()
      .then((answer) => {
        kernels = answer
        again()
      })
      .catch(complain('kernels'))
  }

  /** Of the last process that ends the driver's list says nothing; /proc does, at once. */
  function watchEnds(shown: number): void {
    clearTimeout(overdue)
    if (shown > 0 && !signal.aborted) overdue = setTimeout(again, patience.period + patience.slack / 2)
  }

  function remember(apps: ComputeApp[]): void {
    const named = new Set(apps.map(({ pid }) => pid))
    for (const pid of [...met]) if (!named.has(pid)) met.delete(pid)
    for (const pid of [...unmet.keys()]) if (!named.has(pid)) unmet.delete(pid)
    for (const pid of named) if (!met.has(pid)) unmet.set(pid, (unmet.get(pid) ?? 0) + 1)
  }

  function askDetails(apps: ComputeApp[], cards: Extract<GpuState, { is: 'live' }>): void {
    const cut = new Set(cards.cards.flatMap(({ uuid, migEnabled }) => (migEnabled === true ? [uuid] : [])))
    if (cut.size === 0) {
      details = noDetails
      return
    }
    // A process that came or went is looked for at once, the instances' memory every few rounds.
    const of = [...cut, ...apps.flatMap(({ pid, gpuUuid }) => (cut.has(gpuUuid) ? [pid] : []))].join(' ')
    if (of === detailed.of && Math.abs(now() - detailed.at) < patience.details) return
    detailed = { at: now(), of }
    void options
      .askDetails(signal)
      .then((answer) => {
        if (answer) {
          details = answer
          again()
        } else {
          detailed = { ...detailed, of: '' }
        }
      })
      .catch(complain('details'))
  }

  return {
    round(apps, cards) {
      latest = { apps, at: now(), shared: cards.simulated !== null }
      remember(apps)
      askDetails(apps, cards)
      again()
    },
    again,
    forget() {
      latest = null
      details = noDetails
      detailed = { at: -Infinity, of: '' }
      clearTimeout(overdue)
    },
    stop: () => clearTimeout(overdue),
  }
}
