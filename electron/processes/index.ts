// Who holds which card's memory, down to the notebook: asked of the driver, of /proc, of the engine and of Jupyter for as
// long as somebody looks, and put together by a pure function.
import type { GpuUse } from '../../shared/contract/processes'
import { RefusalError } from '../../shared/model/refusal'
import type { RunCommand } from '../gpu'
import type { ServedKernels, ContainersRoom, GpuRoom, ProcessRoom } from '../services'
import { createWatched } from '../watched'
import { lookAround, type Around } from './around'
import { createAskDetails } from './ask-details'
import { createCensus } from './census'
import { endProcess, sendSignal, type SendSignal } from './end'
import { gather, type GatheringOptions } from './gathering'
import { createKernelPids } from './kernel-pids'
import { createLooking } from './looking'
import { localProc, type ProcFiles } from './proc-files'
import { askGetent, createUsers } from './users'

export type Patience = GatheringOptions['patience'] & {
  /** Somebody who comes back within this time finds the query still running. */
  linger: number
  details: number
  kernels: number
  /** How long a process that was asked to end is watched. */
  ending: number
}

const usualPatience: Patience = {
  ...{ first: 30_000, period: 1500, slack: 700, quiet: 300, proof: 60_000 },
  ...{ linger: 10_000, details: 10_000, kernels: 2000, ending: 3000 },
  backOff: [1000, 2000, 5000, 10_000, 30_000],
}
const staleMilliseconds = 5000
const commandMilliseconds = 15_000

export function createProcesses(options: {
  run: RunCommand
  gpus: Pick<GpuRoom, 'watch'>
  containers: Pick<ContainersRoom, 'list' | 'watch'>
  /** The last word of the containers' Jupyter servers; asked at most every two seconds, and only while a kernel holds memory. */
  kernels?: () => Promise<readonly ServedKernels[]>
  /** The host's pid of a container's first process; null when it does not run here. */
  firstPid?: (containerId: string) => Promise<number | null>
  proc?: ProcFiles
  send?: SendSignal
  log: (line: string) => void
  now: () => number
  patience?: Partial<Patience>
}): ProcessRoom {
  const { run, gpus, containers, log, now, proc = localProc() } = options
  const patience = { ...usualPatience, ...options.patience }
  const gone = new AbortController()
  const looking = createLooking(proc)
  const nameOf = createUsers({ files: proc, ask: askGetent, now })
  let around: Promise<Around> | null = null
  const surroundings = (): Promise<Around> => (around ??= lookAround(proc))
  let following: { stop: AbortController; done: Promise<void> } | null = null
  let leaving: NodeJS.Timeout | undefined
  let stopped: Promise<void> = Promise.resolve()

  const watched = createWatched<GpuUse>({ is: 'looking' }, (followers) => {
    clearTimeout(leaving)
    if (followers > 0) start()
    else leaving = setTimeout(stop, patience.linger)
  })
  const kernelPids = createKernelPids({
    proc,
    looking: createLooking(proc),
    firstPid: options.firstPid ?? (() => Promise.resolve(null)),
  })

  const complain = (what: string) => (error: unknown) =>
    log(`processes: ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)

  async function follow(signal: AbortSignal): Promise<void> {
    const census = createCensus({
      ...{ looking, surroundings, nameOf, now, patience, signal },
      containers: () => containers.list(),
      kernels: options.kernels ?? (() => Promise.resolve([])),
      askDetails: createAskDetails(run, commandMilliseconds),
      tell: (use) => watched.set(use),
      complain,
    })
    const listFollowed = (async () => {
      // A container that starts or is renamed changes owners without any process changing.
      for await (const _ of containers.watch(signal)) census.again()
    })().catch(complain('containers'))
    try {
      await gather(
        {
          ...{ run, patience },
          cards: gpus.watch,
          onRound: census.round,
          onTrouble(raw) {
            if (watched.get().is !== 'unavailable') log(`processes: cannot be asked: ${raw.slice(0, 300)}`)
            census.forget()
            watched.set({ is: 'unavailable' })
          },
        },
        signal,
      )
    } finally {
      census.stop()
      await listFollowed
    }
  }

  function start(): void {
    if (following || gone.signal.aborted) return
    const use = watched.get()
    if (use.is === 'live' && Math.abs(now() - use.at) > staleMilliseconds) watched.set({ is: 'looking' })
    const stopper = new AbortController()
    // Never two at a time: the last query's process is gone before the next one's starts.
    const done = stopped
      .then(() => (stopper.signal.aborted ? undefined : follow(stopper.signal)))
      .catch((error: unknown) => {
        complain('gathering broke')(error)
        watched.set({ is: 'unavailable' })
        if (following?.stop === stopper) following = null
      })
    following = { stop: stopper, done }
  }

  function stop(): void {
    clearTimeout(leaving)
    following?.stop.abort()
    if (following) stopped = following.done
    following = null
  }

  return {
    state: () => watched.get(),
    watch: (signal) => watched.watch(signal),
    kernelPids: async (containerIds) =>
      // In another numbering no pid of ours is a kernel's.
      (await surroundings()).pids.is === 'shared' ? kernelPids(containerIds) : new Map<string, number>(),
    async end(wanted) {
      const use = watched.get()
      const listed = use.is === 'live' ? use.processes : []
      // Only what is on the screen: this is no way to end just any process of this user.
      if (!listed.some(({ pid, startedAt }) => pid === wanted.pid && startedAt === wanted.startedAt)) {
        throw new RefusalError('NotFound', { params: { name: `PID ${wanted.pid}` } })
      }
      await endProcess(wanted, {
        looking: createLooking(proc),
        around: await surroundings(),
        self: process.pid,
        send: options.send ?? sendSignal,
        userOf: async ({ uid }) => (uid === null ? '' : ((await nameOf(uid)) ?? String(uid))),
        patience: { wait: patience.ending, step: 100 },
        signal: gone.signal,
      })
    },
    async dispose() {
      gone.abort()
      stop()
      await stopped
    },
  }
}
