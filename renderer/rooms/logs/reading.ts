// Reads a log's stream at the pace at which it can be shown: some work a frame, the rest waits, and the source with it.
import {
  createLogReader,
  openSink,
  type ByteCarrier,
  type LogFraming,
  type LogMessage,
  type StreamEnd,
} from '../../../shared/bytes'

/** Work on one frame; drawing needs the rest of it. */
const workMilliseconds = 7

/** Calls back once, before the next drawing; the answer takes it back. */
export type Frame = (work: () => void) => () => void

export const browserFrame: Frame = (work) => {
  const handle = requestAnimationFrame(work)
  return () => cancelAnimationFrame(handle)
}

export type Reading = {
  /** Settles when the last byte was used. */
  ended: Promise<StreamEnd>
  /** True while nothing waits to be used. */
  idle(): boolean
  close(): void
}

type Options = {
  carrier: ByteCarrier
  framing: LogFraming
  frame: Frame
  /** False: leave it where it is, so that the source is held. */
  mayUse: () => boolean
  onMessages: (messages: LogMessage[]) => void
}

export function startReading({ carrier, framing, frame, mayUse, onMessages }: Options): Reading {
  const reader = createLogReader(framing, true)
  const queue: { chunk: Uint8Array; acknowledge: (bytes: number) => void }[] = []
  let end: StreamEnd | null = null
  let cancel: (() => void) | null = null
  let settle: (end: StreamEnd) => void = () => undefined
  const ended = new Promise<StreamEnd>((resolve) => {
    settle = resolve
  })

  const finish = (last: StreamEnd) => {
    // A line without an end belongs to a stream that ended; what a broken one left comes again.
    if (last.reason === 'finished') onMessages(reader.rest())
    settle(last)
  }
  /** null: it is not what the engine said it would be, and nothing after it can be read. */
  const messagesOf = (chunk: Uint8Array): LogMessage[] | null => {
    try {
      return reader.push(chunk)
    } catch (error) {
      queue.length = 0
      sink.close()
      settle({ reason: 'lost', detail: String(error) })
      return null
    }
  }
  const work = () => {
    cancel = null
    const until = performance.now() + workMilliseconds
    while (mayUse()) {
      const next = queue.shift()
      if (next === undefined) break
      const messages = messagesOf(next.chunk)
      if (messages === null) return
      onMessages(messages)
      next.acknowledge(next.chunk.length)
      if (performance.now() > until) break
    }
    if (queue.length === 0 && end !== null) finish(end)
    else if (queue.length > 0 && mayUse()) schedule()
  }
  const schedule = () => {
    cancel ??= frame(work)
  }
  const sink = openSink(carrier, {
    onBytes: (chunk, acknowledge) => {
      queue.push({ chunk, acknowledge })
      schedule()
    },
    onEnd: (last) => {
      end = last
      schedule()
    },
  })
  return {
    ended,
    idle: () => queue.length === 0,
    close: () => {
      cancel?.()
      queue.length = 0
      sink.close()
      settle({ reason: 'lost', detail: 'closed' })
    },
  }
}
