import { useCallback, useEffect, useState } from 'react'
import { openSink, type Sink, type StreamEnd } from '../../../shared/bytes'
import type { Refusal } from '../../../shared/model/refusal'
import { isAbort, refusalOf, useClient, useStreams } from '../../state'
import { createLines, type LogLine } from './lines'

export type Log =
  | { is: 'opening' }
  | { is: 'refused'; refusal: Refusal }
  | { is: 'here'; lines: readonly LogLine[]; dropped: number; version: number; end: StreamEnd | null }

/** Work on one frame; the rest waits for the next, and the source with it. */
const frameMilliseconds = 8
/** Redrawing a flood more often than this shows nobody more. */
const redrawMilliseconds = 100
const tailLines = 5000

/** Follows a container's log. Lines are read at the pace they can be drawn: nothing piles up. */
export function useLog(containerId: string): { log: Log; again: () => void } {
  const client = useClient()
  const streams = useStreams()
  const [round, setRound] = useState(0)
  const question = `${containerId} ${round}`
  const [held, setHeld] = useState<{ question: string; log: Log }>({ question, log: { is: 'opening' } })

  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    let sink: Sink | null = null
    let reader: { stop: () => void } | null = null
    client.containers
      .openLogs({ id: containerId, tail: tailLines, follow: true, timestamps: true }, { signal })
      .then(({ stream, framing }) => {
        if (signal.aborted) {
          // Opened, and nobody looks any more: connecting and leaving is how it is let go.
          streams.connect(stream).close()
          return
        }
        const pacing = createReader(framing, (log) => setHeld({ question, log }))
        reader = pacing
        sink = openSink(streams.connect(stream), { onBytes: pacing.take, onEnd: pacing.end })
      })
      .catch((error: unknown) => {
        if (signal.aborted || isAbort(error)) return
        setHeld({ question, log: { is: 'refused', refusal: refusalOf(error) } })
      })
    return () => {
      controller.abort()
      reader?.stop()
      sink?.close()
    }
  }, [client, streams, containerId, question])

  const again = useCallback(() => setRound((last) => last + 1), [])
  return { log: held.question === question ? held.log : { is: 'opening' }, again }
}

function createReader(framing: 'raw' | 'multiplexed', show: (log: Log) => void) {
  const lines = createLines(framing)
  const queue: { chunk: Uint8Array; acknowledge: (bytes: number) => void }[] = []
  let end: StreamEnd | null = null
  let version = 0
  let shownAt = 0
  let frame = 0

  const draw = (now: number) => {
    shownAt = now
    version += 1
    show({ is: 'here', lines: lines.all(), dropped: lines.dropped(), version, end })
  }
  const work = (now: number) => {
    frame = 0
    const until = performance.now() + frameMilliseconds
    for (let next = queue.shift(); next; next = queue.shift()) {
      lines.push(next.chunk)
      next.acknowledge(next.chunk.length)
      if (performance.now() > until) break
    }
    if (queue.length === 0 && end !== null) lines.finish()
    if (queue.length === 0 || now - shownAt >= redrawMilliseconds) draw(now)
    if (queue.length > 0) schedule()
  }
  const schedule = () => {
    if (frame === 0) frame = requestAnimationFrame(work)
  }
  // An empty log is told too: there is nothing to wait for any more.
  schedule()
  return {
    take: (chunk: Uint8Array, acknowledge: (bytes: number) => void) => {
      queue.push({ chunk, acknowledge })
      schedule()
    },
    end: (ended: StreamEnd) => {
      end = ended
      schedule()
    },
    stop: () => cancelAnimationFrame(frame),
  }
}
