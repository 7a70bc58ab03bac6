// Sends a whole one-way stream (logs, build output) at the pace of whoever reads it.
import { createFlow } from './flow'
import type { ByteCarrier } from './protocol'

/**
 * Sends the source to its end, then says how it ended: `finished`, or `lost` with the error's text when it threw or the
 * signal fired. Settles then, or as soon as the consumer is gone; it never rejects. The caller closes what feeds the
 * source afterwards: an iterator that waits for bytes cannot be called back from here.
 */
export async function sendStream(
  carrier: ByteCarrier,
  source: AsyncIterable<Uint8Array>,
  options: { signal: AbortSignal },
): Promise<void> {
  const { signal } = options
  const stop = createStop()
  const flow = createFlow(carrier, { onClose: stop.now })
  signal.addEventListener('abort', stop.now, { once: true })
  if (signal.aborted) stop.now()
  const iterator = source[Symbol.asyncIterator]()
  try {
    for (;;) {
      if ((await stop.unless(flow.ready())) === 'stopped') break
      const next = await stop.unless(iterator.next())
      if (next === 'stopped') break
      if (next.done === true) {
        flow.end({ reason: 'finished', detail: '' })
        return
      }
      flow.write(next.value)
    }
    if (signal.aborted) flow.end({ reason: 'lost', detail: messageOf(signal.reason) })
    // Not awaited: a generator in the middle of a wait answers only when that wait ends, and nobody reads it any more.
    iterator.return?.().catch(() => undefined)
  } catch (error) {
    flow.end({ reason: 'lost', detail: messageOf(error) })
  } finally {
    signal.removeEventListener('abort', stop.now)
  }
}

/** `Promise.race` against one long-lived promise would keep a reaction per chunk alive; this keeps one. */
function createStop() {
  let stopped = false
  let tell: () => void = () => undefined
  return {
    now: () => {
      stopped = true
      tell()
    },
    unless: <T>(wait: Promise<T>): Promise<T | 'stopped'> =>
      new Promise((resolve, reject) => {
        tell = () => resolve('stopped')
        if (stopped) tell()
        wait.then(resolve, reject)
      }),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
