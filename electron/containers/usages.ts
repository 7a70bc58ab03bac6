// CPU and memory of the running containers, told together once a second while somebody listens; no stream is open otherwise.
import type { Container, ContainerUsage } from '../../shared/contract/containers'
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import { createWatched } from '../watched'

type Options = {
  engine: Engine
  /** The list, for as long as usage is listened to. */
  containers: (signal: AbortSignal) => AsyncIterable<Container[]>
  log: (line: string) => void
}

const every = 1_000

export function createUsages({ engine, containers, log }: Options) {
  let stop: AbortController | null = null
  const latest = new Map<string, ContainerUsage>()
  const usage = createWatched<ContainerUsage[]>([], (followers) => {
    if (followers > 0 && !stop) {
      stop = new AbortController()
      begin(stop.signal)
    } else if (followers === 0 && stop) {
      stop.abort()
      stop = null
      latest.clear()
      usage.set([])
    }
  })

  function begin(signal: AbortSignal) {
    const timer = setInterval(() => usage.set([...latest.values()]), every)
    signal.addEventListener('abort', () => clearInterval(timer))
    follow(signal).catch((error: unknown) => log(`usage: ${String(error)}`))
  }

  /** Follows whatever runs, as the list says it. */
  async function follow(signal: AbortSignal): Promise<void> {
    const followed = new Map<string, AbortController>()
    signal.addEventListener('abort', () => followed.forEach((one) => one.abort()))
    for await (const list of containers(signal)) {
      const running = new Set(list.filter(({ state }) => state === 'running').map(({ id }) => id))
      for (const [id, one] of followed) if (!running.has(id)) one.abort()
      for (const id of running) {
        if (followed.has(id)) continue
        const own = new AbortController()
        followed.set(id, own)
        void sample(id, own.signal).finally(() => {
          followed.delete(id)
          latest.delete(id)
        })
      }
    }
  }

  async function sample(id: string, signal: AbortSignal): Promise<void> {
    try {
      for await (const one of engine.containers.usage(id, signal)) latest.set(id, one)
    } catch (error) {
      // It ended, or the engine is lost; the list that follows says which.
      if (!(error instanceof RefusalError)) log(`usage of ${id.slice(0, 12)}: ${String(error)}`)
    }
  }

  return { watch: usage.watch, stop: () => stop?.abort() }
}
