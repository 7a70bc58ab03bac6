// What the NVIDIA driver says about this machine's cards, live, for as long as somebody looks and not a moment longer.
import type { GpuState } from '../../shared/contract/gpus'
import { parseTopology } from '../../shared/model/nvidia'
import type { GpuRoom } from '../services'
import { createWatched } from '../watched'
import type { RunCommand } from './command'
import { capture } from './capture'
import { createHistory, keepHistory } from './history'
import { createSampling, usualPatience, type Patience } from './sampling'
import { createPauses } from './waits'

export { capture, type Captured } from './capture'
export { localCommands, type RunCommand } from './command'
export { splitLines } from './query'
export { createPauses } from './waits'

/** Somebody who comes back to the room within this time finds the stream still running. */
const lingerMilliseconds = 10_000
const freshMilliseconds = 2000
const staleMilliseconds = 5000

export function createGpus(options: {
  run: RunCommand
  log: (line: string) => void
  now: () => number
  /** Where the history is kept across restarts; left out, it is not. */
  historyFile?: string
  patience?: Partial<Patience> & { linger?: number }
}): GpuRoom {
  const { run, log, now } = options
  const linger = options.patience?.linger ?? lingerMilliseconds
  const history = createHistory()
  const keeping =
    options.historyFile === undefined
      ? null
      : keepHistory({ history, path: options.historyFile, now: now(), log })
  const pauses = createPauses()
  const gone = new AbortController()
  let sampling: { stop: AbortController; done: Promise<void> } | null = null
  let leaving: NodeJS.Timeout | undefined
  let stopped: Promise<void> = Promise.resolve()
  /** Counts what the loop found: tells a fresh answer from one of the past. */
  let findings = 0
  let roundAt = { round: -1, at: 0 }

  const watched = createWatched<GpuState>({ is: 'looking' }, (followers) => {
    clearTimeout(leaving)
    if (followers > 0) start()
    else leaving = setTimeout(stop, linger)
  })

  const loop = createSampling({
    run,
    now,
    patience: { ...usualPatience, ...options.patience },
    tell(found, round) {
      findings += 1
      const before = watched.get()
      if (faceName(before) !== faceName(found)) log(`gpus: ${faceName(before)} → ${faceName(found)}`)
      if (found.is !== 'live' || round === null) return watched.set(found)
      // A round completed by a late row is the same moment, told again.
      if (roundAt.round !== round) roundAt = { round, at: found.at }
      history.put(roundAt.at, found.cards)
      void keeping?.then((keep) => keep.touch(now()))
      watched.set({ ...found, at: roundAt.at })
    },
  })

  /** A clock that was set back makes it old, not new. */
  const ageOf = ({ at }: { at: number }): number => Math.abs(now() - at)

  function start(): void {
    if (sampling || gone.signal.aborted) return
    const state = watched.get()
    if (state.is === 'live' && ageOf(state) > staleMilliseconds) watched.set({ is: 'looking' })
    const stopper = new AbortController()
    // Never two at a time: the last one's process is gone before the next one's starts.
    const done = stopped
      .then(() => loop(stopper.signal, pauses))
      .catch((error: unknown) => {
        const raw = error instanceof Error ? (error.stack ?? error.message) : String(error)
        log(`gpus: sampling broke: ${raw}`)
        watched.set({ is: 'failed', reason: 'unknown', raw, exitCode: null, retryAt: now() })
        findings += 1
        if (sampling?.stop === stopper) sampling = null
      })
    sampling = { stop: stopper, done }
  }

  function stop(): void {
    clearTimeout(leaving)
    sampling?.stop.abort()
    if (sampling) stopped = sampling.done
    sampling = null
  }

  return {
    state: () => watched.get(),
    watch: (signal) => watched.watch(signal),
    history: (span) => history.read(span, now()),
    async topology(signal) {
      const answer = await capture(run, ['topo', '-m'], {
        signal: signal ? AbortSignal.any([signal, gone.signal]) : gone.signal,
        milliseconds: usualPatience.probe,
      })
      return answer.is === 'ended' && answer.code === 0 ? parseTopology(answer.text) : null
    },
    async sample(signal) {
      const state = watched.get()
      if (state.is === 'live' && ageOf(state) < freshMilliseconds) return state
      const before = findings
      pauses.poke()
      const enough = new AbortController()
      const onAbort = (): void => enough.abort()
      signal?.addEventListener('abort', onAbort, { once: true })
      gone.signal.addEventListener('abort', onAbort, { once: true })
      try {
        if (signal?.aborted) enough.abort()
        for await (const found of watched.watch(enough.signal)) {
          if (findings !== before) return found
        }
      } finally {
        signal?.removeEventListener('abort', onAbort)
        gone.signal.removeEventListener('abort', onAbort)
      }
      signal?.throwIfAborted()
      return watched.get()
    },
    async dispose() {
      gone.abort()
      stop()
      await stopped
      await (await keeping)?.close(now())
    },
  }
}

function faceName(state: GpuState): string {
  return state.is === 'failed' || state.is === 'absent' ? `${state.is} (${state.reason})` : state.is
}
