// A container's output as lines: stdout and stderr apart, the newest kept, however the bytes were cut.
import { createFrameReader, type FrameSource } from '../../../shared/bytes'

export type LogLine = {
  /** Counts from 0 and never repeats. */
  id: number
  source: FrameSource
  /** As the engine writes it, e.g. 2026-01-31T12:00:00.123456789Z; '' where it gave none. */
  time: string
  text: string
}

export const keptLines = 50_000
/** A line that never ends is cut, so that memory stays bounded. */
const longestLine = 64 * 1024
/** All kept lines together: 50,000 monstrous lines are fewer. */
const keptCharacters = 32 * 1024 * 1024

export type Lines = {
  push(chunk: Uint8Array): void
  /** Hands out what has no line's end yet (the stream ended there). */
  finish(): void
  all(): readonly LogLine[]
  /** Lines that were dropped to keep the newest. */
  dropped(): number
}

export function createLines(framing: 'raw' | 'multiplexed', limit: number = keptLines): Lines {
  const read = framing === 'multiplexed' ? createFrameReader() : null
  const open = { stdout: createOpenLine(), stderr: createOpenLine() }
  let lines: LogLine[] = []
  let characters = 0
  let nextId = 0

  const add = (source: FrameSource, whole: string) => {
    const { time, text } = split(whole)
    lines.push({ id: nextId++, source, time, text })
    characters += text.length
  }
  const trim = () => {
    let drop = Math.max(0, lines.length - limit)
    for (let at = 0; at < drop; at++) characters -= lines[at]?.text.length ?? 0
    for (; characters > keptCharacters && drop < lines.length - 1; drop++)
      characters -= lines[drop]?.text.length ?? 0
    if (drop > 0) lines = lines.slice(drop)
  }
  return {
    push(chunk) {
      for (const { source, bytes } of read?.(chunk) ?? [{ source: 'stdout' as const, bytes: chunk }])
        for (const whole of open[source].push(bytes)) add(source, whole)
      trim()
    },
    finish() {
      for (const source of ['stdout', 'stderr'] as const) {
        const rest = open[source].rest()
        if (rest !== '') add(source, rest)
      }
      trim()
    },
    all: () => lines,
    dropped: () => nextId - lines.length,
  }
}

function createOpenLine() {
  // One decoder per stream: a character may be cut by a frame of the other one.
  const decoder = new TextDecoder()
  let rest = ''
  return {
    push(bytes: Uint8Array): string[] {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n')
      rest = parts.pop() ?? ''
      if (rest.length > longestLine) {
        parts.push(rest)
        rest = ''
      }
      return parts
    },
    rest: () => rest,
  }
}

/** The engine puts the time before each message, always in UTC or with an offset, and one space. */
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d) /

function split(whole: string): { time: string; text: string } {
  const found = timePattern.exec(whole)?.[0] ?? ''
  return { time: found.trimEnd(), text: plain(whole.slice(found.length)) }
}

// Colours and cursor movements (ECMA-48: CSI, OSC, and two-character escapes) mean nothing in a list of lines.
const escapes = new RegExp(
  '\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?|[@-Z\\\\^_=>()#][0-9A-B]?)',
  'g',
)

/** What a terminal would show at last: a progress bar that returns to the line's start overwrites itself. */
function plain(text: string): string {
  const clean = text.includes('\u001b') ? text.replace(escapes, '') : text
  const body = clean.endsWith('\r') ? clean.slice(0, -1) : clean
  return body.includes('\r') ? body.slice(body.lastIndexOf('\r') + 1) : body
}
