// A container's log as the engine's messages: which stream, when, and what. Long lines come as several messages.
import type { FrameSource } from './frames'

/** One message of the engine's log: a line with its end, or a part of a line that is longer than 16 kB. */
export type LogMessage = {
  source: FrameSource
  /** As the engine writes it, e.g. 2026-01-31T12:00:00.123456789Z; '' where it gave none. */
  time: string
  body: Uint8Array
}

export type LogFraming = 'raw' | 'multiplexed'

const headerBytes = 8
/** A frame holds one message, of 16 kB and a time with the engine's own drivers. */
const longestFrame = 16 * 1024 * 1024
/** Without frames a line that never ends is handed on in parts of this length. */
const longestRaw = 256 * 1024
const newline = 10

/**
 * Feed it chunks in order; each answer holds the messages that are whole now. `timestamps`: the engine was asked to
 * write a time before each message. It writes one before every part of a long line, the first part's, so also into the
 * middle of that line (moby daemon/logger/copier.go and loggerutils, checked on 20.10). Throws on what is not framed.
 */
export function createLogReader(
  framing: LogFraming,
  timestamps: boolean,
): { push(chunk: Uint8Array): LogMessage[]; rest(): LogMessage[] } {
  const timed = (source: FrameSource, bytes: Uint8Array): LogMessage =>
    timestamps ? { source, ...splitTime(bytes) } : { source, time: '', body: bytes }
  let held: Uint8Array = new Uint8Array(0)

  const cut = framing === 'multiplexed' ? cutFrames : cutLines
  const messages = (pieces: Piece[]) =>
    pieces.flatMap(({ source, bytes }) =>
      framing === 'raw' && timestamps ? splitParts(timed(source, bytes)) : [timed(source, bytes)],
    )
  return {
    push(chunk) {
      const bytes = held.length === 0 ? chunk : joined(held, chunk)
      const { pieces, used } = cut(bytes)
      // Copied: what is kept of a chunk must not keep all of it.
      held = bytes.slice(used)
      return messages(pieces)
    },
    /** What the end of the stream left without an end of its own: of a raw stream the last line, of frames nothing. */
    rest() {
      const last = held
      held = new Uint8Array(0)
      return framing === 'raw' && last.length > 0 ? messages([{ source: 'stdout', bytes: last }]) : []
    },
  }
}

type Piece = { source: FrameSource; bytes: Uint8Array }
type Cut = { pieces: Piece[]; used: number }

function cutFrames(bytes: Uint8Array): Cut {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const pieces: Piece[] = []
  let at = 0
  while (at + headerBytes <= bytes.length) {
    const stream = bytes[at] ?? 0
    const length = view.getUint32(at + 4)
    if (stream > 3 || (view.getUint32(at) & 0xff_ffff) !== 0 || length > longestFrame)
      throw new Error(`Not a stdout/stderr frame: ${bytes.subarray(at, at + headerBytes).join(' ')}`)
    const end = at + headerBytes + length
    if (end > bytes.length) break
    pieces.push({ source: stream >= 2 ? 'stderr' : 'stdout', bytes: bytes.subarray(at + headerBytes, end) })
    at = end
  }
  return { pieces, used: at }
}

function cutLines(bytes: Uint8Array): Cut {
  const pieces: Piece[] = []
  let at = 0
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, at)) {
    pieces.push({ source: 'stdout', bytes: bytes.subarray(at, end + 1) })
    at = end + 1
  }
  if (bytes.length - at > longestRaw) {
    pieces.push({ source: 'stdout', bytes: bytes.subarray(at) })
    at = bytes.length
  }
  return { pieces, used: at }
}

/** The engine puts the time before each message, in UTC or with an offset, and one space. */
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/
const longestTime = 36

function splitTime(bytes: Uint8Array): { time: string; body: Uint8Array } {
  const space = bytes.subarray(0, longestTime).indexOf(32)
  if (space < 19) return { time: '', body: bytes }
  const time = String.fromCharCode(...bytes.subarray(0, space))
  return timePattern.test(time) ? { time, body: bytes.subarray(space + 1) } : { time: '', body: bytes }
}

/** Where a line of a raw stream was long: its parts, each of which began with the same time. */
function splitParts(whole: LogMessage): LogMessage[] {
  const { source, time } = whole
  if (time === '' || whole.body.length <= engineParts) return [whole]
  const mark = Uint8Array.from(`${time} `, (letter) => letter.charCodeAt(0))
  const parts: LogMessage[] = []
  let body = whole.body
  for (let at = indexOf(body, mark); at >= 0; at = indexOf(body, mark)) {
    parts.push({ source, time, body: body.subarray(0, at) })
    body = body.subarray(at + mark.length)
  }
  return [...parts, { source, time, body }]
}
/** The engine cuts lines at this many bytes (defaultBufSize in moby daemon/logger/copier.go). */
const engineParts = 16 * 1024

function indexOf(bytes: Uint8Array, mark: Uint8Array): number {
  const first = mark[0] ?? 0
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (mark.every((byte, index) => bytes[at + index] === byte)) return at
  return -1
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
