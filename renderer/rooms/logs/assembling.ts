// Messages of the engine become lines: parts joined, characters whole, escapes read, levels told.
import type { FrameSource, LogMessage } from '../../../shared/bytes'
import { printed, type Span, type Style } from './ansi'
import { createLevels, type Level } from './levels'

export type LogLine = {
  /** Grows from line to line, never repeats; earlier lines, loaded later, are below 0. */
  id: number
  source: FrameSource
  /** As the engine writes it, e.g. 2026-01-31T12:00:00.123456789Z; '' where it gave none. */
  time: string
  text: string
  level: Level | null
  spans: readonly Span[] | null
  /** How many of the engine's messages it was. */
  parts: number
}
export type NewLine = Omit<LogLine, 'id'>

/** A line that never ends is cut, so that memory stays bounded. */
const longestLine = 256 * 1024

const newline = 10

/** Lines of both streams, in the order in which they ended. */
export function createAssembler() {
  const sources = { stdout: createSource('stdout'), stderr: createSource('stderr') }
  return {
    push: (message: LogMessage): NewLine[] => sources[message.source].push(message),
    /** Hands out what has no line's end: nothing more of it will come. */
    rest: (): NewLine[] => [...sources.stdout.rest(), ...sources.stderr.rest()],
  }
}

function createSource(source: FrameSource) {
  // One decoder per stream: a character may be cut by a message of the other one.
  const decoder = new TextDecoder()
  const levelOf = createLevels()
  let open: { time: string; text: string; parts: number } | null = null
  let style: Style | null = null

  const line = ({ time, text: raw, parts }: { time: string; text: string; parts: number }): NewLine => {
    const shown = printed(raw.endsWith('\r') ? raw.slice(0, -1) : raw, style)
    style = shown.style
    return { source, time, text: shown.text, spans: shown.spans, level: levelOf(shown.text), parts }
  }
  return {
    push({ time, body }: LogMessage): NewLine[] {
      const pieces = decoder.decode(body, { stream: true }).split('\n')
      const rest = pieces.pop() ?? ''
      const ended = pieces.map((piece, index) => {
        const before = index === 0 ? open : null
        if (index === 0) open = null
        return line({
          time: before?.time ?? time,
          text: (before?.text ?? '') + piece,
          // Several lines in one message are one message all the same.
          parts: (before?.parts ?? 0) + (index === 0 ? 1 : 0),
        })
      })
      if (body.at(-1) === newline) return ended
      const part = ended.length === 0 ? 1 : 0
      open = { time: open?.time ?? time, text: (open?.text ?? '') + rest, parts: (open?.parts ?? 0) + part }
      if (open.text.length <= longestLine) return ended
      const cut = line(open)
      open = null
      return [...ended, cut]
    },
    rest(): NewLine[] {
      const last = open
      open = null
      return last === null || last.text === '' ? [] : [line(last)]
    },
  }
}
