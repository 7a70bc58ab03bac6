// From the byte channel into xterm, in order: bytes, the sizes between them, and the end.
import { openSink, type ByteCarrier, type Sink, type StreamEnd } from '../../shared/bytes'
import type { TerminalSize } from '../../shared/contract/terminals'
import { createRate } from './rate'
import type { Turns } from './turns'

/** The part of xterm that a stream touches. */
export type Canvas = {
  write(data: Uint8Array, done: () => void): void
  resize(cols: number, rows: number): void
  reset(): void
}

type StreamListeners = {
  /** The screen so far was drawn: from here on the terminal is live. */
  live: () => void
  /** Live bytes were drawn. */
  drawn: () => void
  /** The terminal has another size from here on. */
  size: (size: TerminalSize) => void
  /** After the last byte was drawn in. At most once for each attachment. */
  end: (end: StreamEnd) => void
}

export type Streaming = {
  /** Shows the stream from its beginning (its replay) in place of the one before. */
  attach(carrier: ByteCarrier, on: StreamListeners): void
  send(bytes: Uint8Array): void
  /** False while the screen so far is drawn: what it asks, rings and copies happened long ago. */
  isLive(): boolean
  /** More comes, for a while already, than anybody could read or a program draw on purpose. */
  isFlooding(): boolean
  dispose(): void
}

type Item =
  | { is: 'replay'; bytes: number; size: TerminalSize }
  | { is: 'size'; size: TerminalSize }
  | { is: 'bytes'; piece: Uint8Array; used: () => void }
  | { is: 'end'; end: StreamEnd }

/** Handed to xterm at once: it looks at the clock between two pieces only (1–5 ms of parsing). */
const pieceBytes = 16 * 1024
/** What one terminal may parse before the others have their turn; xterm itself stops after 12 ms. */
const sliceMilliseconds = 8
/** Up to this much (an echo, a prompt, a redrawn screen) is drawn at once, whoever floods. */
const lightBytes = 8 * 1024
/** CAN ends whatever sequence it comes in, and does nothing else. */
const cancel = 0x18

export function createStreaming(canvas: Canvas, turns: Turns): Streaming {
  const rate = createRate(() => performance.now())
  let queue: Item[] = []
  let queuedBytes = 0
  let replayLeft: number | null = null
  let sink: Sink | null = null
  let on: StreamListeners | null = null
  let working = false
  let leave: () => void = () => undefined

  const pump = () => {
    if (working || queue.length === 0) return
    working = true
    if (queuedBytes <= lightBytes) work()
    else leave = turns.take(work)
  }

  const rest = () => {
    working = false
    leave()
    leave = () => undefined
  }

  const work = () => {
    const since = performance.now()
    const step = () => {
      let item = queue.shift()
      for (; item !== undefined && item.is !== 'bytes'; item = queue.shift()) apply(item)
      if (item === undefined) return rest()
      const { piece, used } = item
      queuedBytes -= piece.length
      rate.add(piece.length)
      canvas.write(piece, () => {
        used()
        if (replayLeft === 0) on?.drawn()
        else if (replayLeft !== null) consumed(piece.length, replayLeft)
        if (performance.now() - since < sliceMilliseconds) return step()
        rest()
        pump()
      })
    }
    step()
  }

  const consumed = (bytes: number, left: number) => {
    replayLeft = Math.max(0, left - bytes)
    if (replayLeft === 0) on?.live()
  }

  const apply = (item: Exclude<Item, { is: 'bytes' }>) => {
    if (item.is === 'end') return on?.end(item.end)
    if (item.is === 'replay') {
      // A stream that broke off may have left xterm's parser inside of a sequence, and `reset` does not take it out of
      // that: it would swallow the beginning of the screen.
      canvas.write(Uint8Array.of(cancel), () => undefined)
      canvas.reset()
    }
    canvas.resize(item.size.cols, item.size.rows)
    on?.size(item.size)
    if (item.is === 'size') return
    replayLeft = item.bytes
    if (item.bytes === 0) on?.live()
  }

  const push = (item: Item) => {
    queue.push(item)
    if (item.is === 'bytes') queuedBytes += item.piece.length
    pump()
  }

  const onBytes = (chunk: Uint8Array, acknowledge: (bytes: number) => void) => {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes)
      push({ is: 'bytes', piece, used: () => acknowledge(piece.length) })
    }
  }

  const drop = () => {
    sink?.close()
    sink = null
    queue = []
    queuedBytes = 0
    replayLeft = null
  }

  return {
    attach(carrier, listeners) {
      drop()
      on = listeners
      sink = openSink(carrier, {
        onReplay: (bytes, size) => push({ is: 'replay', bytes, size }),
        onSize: (size) => push({ is: 'size', size }),
        onBytes,
        onEnd: (end) => push({ is: 'end', end }),
      })
    },
    send: (bytes) => sink?.send(bytes),
    isLive: () => replayLeft === 0,
    isFlooding: () => rate.isFlood(),
    dispose() {
      drop()
      on = null
      leave()
    },
  }
}
