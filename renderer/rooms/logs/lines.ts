// The lines that are at hand: the newest kept, earlier ones put before them, and where to go on after a loss.
import type { LogMessage } from '../../../shared/bytes'
import { createAssembler, type LogLine, type NewLine } from './assembling'
import { createLevels, levelOf, type Level } from './levels'

export type { LogLine } from './assembling'

export const keptLines = 200_000
/** All kept lines together: 200,000 monstrous lines are fewer. */
const keptCharacters = 48 * 1024 * 1024

/** A time, and how many messages of exactly that time are at hand: ranges of the engine include their ends. */
export type Edge = { time: string; messages: number }
export type Counts = Record<Level | 'none', number>

export type Lines = {
  push(messages: readonly LogMessage[]): void
  /** Nothing more comes for now: a line without an end is one. */
  endLine(): void
  /** The messages that follow begin at the newest edge again: what is at hand of it is passed over. */
  resume(): void
  /** True when the messages since `resume` did not begin at the edge: some may be missing before them. */
  gap(): boolean
  /** Puts earlier messages, which reach up to the oldest edge, before the first line; the number of lines that came. */
  prepend(messages: readonly LogMessage[]): number
  all(): readonly LogLine[]
  counts(): Counts
  /** Messages at hand. */
  messages(): number
  oldest(): Edge | null
  newest(): Edge | null
  /** Lines that were dropped to keep the newest. */
  dropped(): number
  full(): boolean
}

export function createLines(limit: number = keptLines): Lines {
  const assembler = createAssembler()
  let lines: LogLine[] = []
  let characters = 0
  let messages = 0
  let dropped = 0
  let nextId = 0
  let newest: Edge | null = null
  let skip: Edge | null = null
  let missed = false
  const counts: Counts = { error: 0, warn: 0, info: 0, debug: 0, none: 0 }

  const count = (line: NewLine, by: 1 | -1) => {
    counts[line.level ?? 'none'] += by
    characters += by * line.text.length
    messages += by * line.parts
  }
  const add = (line: NewLine) => {
    lines.push({ id: nextId++, ...line })
    count(line, 1)
  }
  const trim = () => {
    if (lines.length <= limit * 1.05 && characters <= keptCharacters) return
    let drop = 0
    for (; drop < lines.length - 1; drop += 1) {
      if (lines.length - drop <= limit && characters <= keptCharacters) break
      const line = lines[drop]
      if (line) count(line, -1)
    }
    dropped += drop
    lines = lines.slice(drop)
  }
  /** False for a message that is at hand already. */
  const isNew = (message: LogMessage): boolean => {
    if (skip !== null) {
      if (message.time === skip.time && skip.messages > 0) {
        skip.messages -= 1
        return false
      }
      if (newest !== null && skip.messages === newest.messages) missed = true
      skip = null
    }
    return true
  }
  return {
    push(pushed) {
      for (const message of pushed) {
        if (!isNew(message)) continue
        newest = { time: message.time, messages: newest?.time === message.time ? newest.messages + 1 : 1 }
        for (const line of assembler.push(message)) add(line)
      }
      trim()
    },
    endLine() {
      for (const line of assembler.rest()) add(line)
      trim()
    },
    resume() {
      skip = newest === null ? null : { ...newest }
      missed = false
    },
    gap: () => missed,
    prepend(found) {
      const edge = oldestOf(lines)
      const earlier = found.slice(
        0,
        found.length - Math.min(edge?.messages ?? 0, trailing(found, edge?.time)),
      )
      const before = createAssembler()
      const fresh = [...earlier.flatMap((message) => before.push(message)), ...before.rest()]
      const firstId = (lines[0]?.id ?? 0) - fresh.length
      for (const line of fresh) count(line, 1)
      // Their number was counted as dropped if they had been here before.
      dropped = Math.max(0, dropped - fresh.length)
      lines = [...fresh.map((line, index) => ({ id: firstId + index, ...line })), ...lines]
      relevel(lines, fresh.length, counts)
      return fresh.length
    },
    all: () => lines,
    counts: () => ({ ...counts }),
    messages: () => messages,
    oldest: () => oldestOf(lines),
    newest: () => newest,
    dropped: () => dropped,
    full: () => lines.length >= limit || characters >= keptCharacters,
  }
}

function oldestOf(lines: readonly LogLine[]): Edge | null {
  const first = lines[0]
  if (first === undefined || first.time === '') return null
  let messages = 0
  for (const line of lines) {
    if (line.time !== first.time) break
    messages += line.parts
  }
  return { time: first.time, messages }
}

function trailing(messages: readonly LogMessage[], time: string | undefined): number {
  const others = messages.findLastIndex((message) => message.time !== time)
  return messages.length - 1 - others
}

/** Lines that stood first could not know whose continuation they were: now they can. */
function relevel(lines: LogLine[], from: number, counts: Counts): void {
  const next = { stdout: createLevels(), stderr: createLevels() }
  for (let at = Math.max(0, from - lookBack); at < Math.min(lines.length, from + lookBack); at += 1) {
    const line = lines[at]
    if (line === undefined) return
    const level = next[line.source](line.text)
    if (at < from || level === line.level) continue
    if (levelOf(line.text) !== null) return
    counts[line.level ?? 'none'] -= 1
    counts[level ?? 'none'] += 1
    lines[at] = { ...line, level }
  }
}
/** No traceback is longer. */
const lookBack = 500
