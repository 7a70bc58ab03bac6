// Watches the logs of running environments for CUDA's "out of memory", while somebody wants to be told.
import { createFrameReader } from '../../shared/bytes'
import type { Engine } from '../engine'
import type { OutOfMemory } from './facts'

/** PyTorch, JAX and XLA, TensorFlow, CuPy, CUDA's and cuBLAS' own names. */
const patterns =
  /CUDA out of memory|CUDA error: out of memory|CUDA_ERROR_OUT_OF_MEMORY|cudaErrorMemoryAllocation|CUBLAS_STATUS_ALLOC_FAILED|RESOURCE_EXHAUSTED: Out of memory|OutOfMemoryError: Out of memory allocating/i

/** The line that says so, cut to a length that can be shown; null for any other. */
export function outOfMemoryIn(line: string): string | null {
  return patterns.test(line) ? line.trim().slice(0, 500) : null
}

/** A program that tries again, and fails again, within this time is one piece of news. */
const oneNewsMilliseconds = 60_000
const mostNews = 50

type Found = { containerId: string; at: number; line: string }

/** Pure. The newest last; `isNews` where nobody was told of it yet. */
export function withFound(
  before: readonly OutOfMemory[],
  { containerId, at, line }: Found,
): { all: OutOfMemory[]; isNews: boolean } {
  const index = before.findLastIndex((each) => each.containerId === containerId)
  const last = before[index]
  if (last === undefined || at - last.lastAt >= oneNewsMilliseconds)
    return { all: [...before, { containerId, at, lastAt: at, line }].slice(-mostNews), isNews: true }
  return { all: before.with(index, { ...last, lastAt: at, line }), isNews: false }
}

/** A program without line feeds is not kept for ever. */
const longestLine = 8192

export type LogWatch = {
  /** Follows these containers, and lets the others go. */
  follow(containerIds: readonly string[]): void
  dispose(): Promise<void>
}

export function watchLogs(parts: {
  engine: Pick<Engine, 'containers' | 'lost'>
  onFound: (found: Found) => void
  log: (line: string) => void
  now: () => number
}): LogWatch {
  const { engine, onFound, log, now } = parts
  const following = new Map<string, { stop: AbortController; done: Promise<void> }>()
  /** Whose log could not be read: said once, however often it is tried. */
  const complained = new Set<string>()

  async function read(containerId: string, signal: AbortSignal): Promise<void> {
    const options = { follow: true, tail: 0, timestamps: false, signal }
    const { stream, tty } = await engine.containers.logs(containerId, options)
    const frames = tty ? null : createFrameReader()
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) continue
      for (const { bytes } of frames?.(chunk) ?? [{ bytes: chunk }]) {
        const lines = (rest + decoder.decode(bytes, { stream: true })).split(/[\r\n]+/)
        rest = (lines.pop() ?? '').slice(-longestLine)
        for (const text of lines) {
          const line = outOfMemoryIn(text)
          if (line !== null) onFound({ containerId, at: now(), line })
        }
      }
    }
  }

  const start = (containerId: string) => {
    const stop = new AbortController()
    const signal = AbortSignal.any([stop.signal, engine.lost()])
    const done = read(containerId, signal)
      // Its log cannot be read (another driver), it stopped, or the engine is away: the next look tries again.
      .catch((error: unknown) => {
        if (signal.aborted || complained.has(containerId)) return
        complained.add(containerId)
        log(`alerts: log of ${containerId.slice(0, 12)}: ${String(error)}`)
      })
      .finally(() => {
        if (following.get(containerId)?.stop === stop) following.delete(containerId)
      })
    following.set(containerId, { stop, done })
  }

  return {
    follow(containerIds) {
      for (const [id, { stop }] of following) if (!containerIds.includes(id)) stop.abort()
      for (const id of complained) if (!containerIds.includes(id)) complained.delete(id)
      for (const id of containerIds) if (!following.has(id)) start(id)
    },
    async dispose() {
      const all = [...following.values()]
      for (const { stop } of all) stop.abort()
      await Promise.all(all.map(({ done }) => done))
    },
  }
}
