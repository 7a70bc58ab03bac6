// Which of the lines are shown: by level, stream and search. It reads every line once, however often more come.
import type { FrameSource } from '../../../shared/bytes'
import type { LogLine } from './assembling'
import type { Level } from './levels'
import { rangesIn } from './matches'

export type Shown = Level | 'none'
export type Filter = {
  levels: ReadonlySet<Shown>
  sources: ReadonlySet<FrameSource>
  /** null: nothing is sought. */
  pattern: RegExp | null
  /** Only the matches, and this many lines around each; null: all lines. */
  onlyMatches: { around: number } | null
  /** Lines before this id were cleared from the view; null: none were. */
  clearedBefore: number | null
}

export type Sifted = {
  /** One array that grows; `version` of the log says that it changed. */
  rows: readonly LogLine[]
  /** The number of `rows[0]`, so that a row keeps its number while others before it go or come. */
  first: number
  /** Ids of rows with a match, oldest first. */
  matches: readonly number[]
}

export function createSieve(filter: Filter) {
  let rows: LogLine[] = []
  let matches: number[] = []
  let first = 0
  let next = -Infinity
  let oldest = Infinity
  /** Lines after a match that are still shown; lines before one, should it come. */
  let after = 0
  let before: LogLine[] = []

  const passes = (line: LogLine) =>
    filter.levels.has(line.level ?? 'none') && filter.sources.has(line.source) && isKept(line)
  const isKept = (line: LogLine) => filter.clearedBefore === null || line.id >= filter.clearedBefore

  const take = (line: LogLine) => {
    if (!passes(line)) return
    const { pattern, onlyMatches } = filter
    const match = pattern !== null && rangesIn(line.text, pattern, 1).length > 0
    if (match) matches.push(line.id)
    if (onlyMatches === null || pattern === null) {
      rows.push(line)
      return
    }
    if (match) {
      rows.push(...before, line)
      before = []
      after = onlyMatches.around
    } else if (after > 0) {
      rows.push(line)
      after -= 1
    } else if (onlyMatches.around > 0) {
      before.push(line)
      if (before.length > onlyMatches.around) before.shift()
    }
  }
  const begin = () => {
    rows = []
    matches = []
    before = []
    after = 0
    next = -Infinity
  }
  const dropBefore = (id: number) => {
    const gone = rows.findIndex((row) => row.id >= id)
    const count = gone < 0 ? rows.length : gone
    if (count > 0) rows = rows.slice(count)
    first += count
    const passed = matches.findIndex((match) => match >= id)
    if (passed !== 0) matches = passed < 0 ? [] : matches.slice(passed)
  }
  return (lines: readonly LogLine[]): Sifted => {
    // Where all of them went, those that come next are the first.
    const head = lines[0]?.id ?? Math.max(next, 0)
    if (head < oldest && oldest !== Infinity) {
      const known = oldest
      begin()
      for (const line of lines) take(line)
      const later = rows.findIndex((row) => row.id >= known)
      first -= later < 0 ? rows.length : later
    } else {
      if (head > oldest) dropBefore(head)
      // Ids count on from line to line, so the first new one's place is known.
      for (let at = Math.max(0, next - head); at < lines.length; at += 1) {
        const line = lines[at]
        if (line) take(line)
      }
    }
    oldest = head
    next = (lines.at(-1)?.id ?? head - 1) + 1
    return { rows, first, matches }
  }
}
