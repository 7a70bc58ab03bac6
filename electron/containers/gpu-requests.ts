// What each container asked of the GPU driver: not in the engine's list, so one look per container, ever (it cannot change).
import type { Engine } from '../engine'
import { gpuRequestFrom, type GpuRequest } from './read'

export type GpuRequests = {
  of: (id: string) => GpuRequest
  /** Looks up those not known yet, a few at a time over all calls; tells `found` of each. Forgets those that are gone. */
  lookUp: (ids: string[], signal: AbortSignal) => Promise<void>
}

const atOnce = 4

export function createGpuRequests(
  engine: Engine,
  found: () => void,
  log: (line: string) => void,
): GpuRequests {
  const known = new Map<string, GpuRequest>()
  /** Waiting or being looked up; the queue is one for all lists, or each new list would add its own few to those under way. */
  const asking = new Set<string>()
  let queue: string[] = []
  let under = 0

  async function work(signal: AbortSignal): Promise<void> {
    const going = () => !signal.aborted
    under += 1
    for (let id = queue.shift(); id !== undefined && going(); id = queue.shift()) {
      try {
        known.set(id, gpuRequestFrom(await engine.containers.inspect(id, { signal })))
        found()
      } catch (error) {
        // Gone meanwhile, or the engine is: the next list tells, and what is still there is asked for again then.
        if (going()) log(`GPUs of ${id.slice(0, 12)} not looked up: ${String(error)}`)
      } finally {
        asking.delete(id)
      }
    }
    under -= 1
  }

  return {
    of: (id) => known.get(id) ?? null,
    async lookUp(ids, signal) {
      const present = new Set(ids)
      for (const id of known.keys()) if (!present.has(id)) known.delete(id)
      for (const id of queue) if (!present.has(id)) asking.delete(id)
      const wanted = ids.filter((id) => !known.has(id) && !asking.has(id))
      queue = [...queue.filter((id) => present.has(id)), ...wanted]
      for (const id of wanted) asking.add(id)
      const more = Math.min(atOnce - under, queue.length)
      await Promise.all(Array.from({ length: more }, () => work(signal)))
    },
  }
}
