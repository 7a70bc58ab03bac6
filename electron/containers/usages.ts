// CPU and memory of the running containers, told once a second while somebody listens; the engine is asked for no more than it and
// we can bear, however many there are.
import { setMaxListeners } from 'node:events'
import type { Container, ContainerUsage } from '../../shared/contract/containers'
import { RefusalError } from '../../shared/model/refusal'
import { pause, usageBetween, type Engine, type UsageReading } from '../engine'
import { createWatched } from '../watched'

type Options = {
  engine: Pick<Engine, 'containers'>
  /** The list, for as long as usage is listened to. */
  containers: (signal: AbortSignal) => AsyncIterable<Container[]>
  log: (line: string) => void
}

const everyMilliseconds = 1_000
/**
 * At the same time, and in a second: with so many running each is told once a second, with five times as many every five. Engines
 * of before 25 answer at their next tick of a second (seen), so that fewer lanes would read few.
 */
const mostReadings = 100
/** One that does not answer, as where a container's shim hangs, keeps the others waiting no longer than this, and once. */
const patienceMilliseconds = 2_500

export function createUsages({ engine, containers, log }: Options) {
  let stop: AbortController | null = null
  const usage = createWatched<ContainerUsage[]>([], (followers) => {
    if (followers > 0 && !stop) {
      stop = new AbortController()
      // Every reading under way listens: many is right here, and no leak.
      setMaxListeners(0, stop.signal)
      begin(stop.signal)
    } else if (followers === 0 && stop) {
      stop.abort()
      stop = null
      usage.set([])
    }
  })

  function begin(signal: AbortSignal) {
    /** What was read of the running ones, those first whose turn is next. */
    const queue = new Map<string, UsageReading | null>()
    const latest = new Map<string, ContainerUsage>()
    const underWay = new Set<string>()
    const told = (error: unknown) => {
      if (!signal.aborted) log(`usage ${String(error)}`)
    }
    follow(signal).catch(told)
    sample(signal).catch(told)

    /** Follows whatever runs, as the list says it. */
    async function follow(signal: AbortSignal): Promise<void> {
      for await (const list of containers(signal)) {
        const running = new Set(list.filter(({ state }) => state === 'running').map(({ id }) => id))
        for (const id of queue.keys()) if (!running.has(id)) queue.delete(id)
        for (const id of latest.keys()) if (!running.has(id)) latest.delete(id)
        for (const id of running) if (!queue.has(id)) queue.set(id, null)
      }
    }

    async function sample(signal: AbortSignal): Promise<void> {
      for (;;) {
        const next = pause(everyMilliseconds, signal)
        const turn = [...queue.keys()].filter((id) => !underWay.has(id))
        const readings = turn.slice(0, mostReadings - underWay.size).map((id) => read(id, signal))
        const answered = new AbortController()
        const patience = pause(patienceMilliseconds, answered.signal)
        await Promise.all([next, Promise.race([patience, Promise.all(readings)])])
        answered.abort()
        // Whoever listens next is not told what was used before.
        if (signal.aborted) return
        usage.set([...latest.values()])
      }
    }

    async function read(id: string, signal: AbortSignal): Promise<void> {
      underWay.add(id)
      try {
        const now = await engine.containers.usage(id, signal)
        const before = queue.get(id)
        // It stopped meanwhile.
        if (before === undefined) return
        const used = before && usageBetween(id, before, now)
        if (used) latest.set(id, used)
        // Its first figure needs a second reading soon: only then it goes to the end.
        if (before) queue.delete(id)
        queue.set(id, now)
      } catch (error) {
        latest.delete(id)
        if (!queue.delete(id)) return
        // It ended, or the engine is lost; the list that follows says which. Until then others come first.
        if (error instanceof RefusalError) queue.set(id, null)
        else told(`of ${id.slice(0, 12)}: ${String(error)}`)
      } finally {
        underWay.delete(id)
      }
    }
  }

  return { watch: usage.watch, stop: () => stop?.abort() }
}
