// How serious a line of a log is, read from how the programs of this field write it. Pure; the samples are in the test.
import { exceptionLine, ownLevel, type Level } from './level-words'

export type { Level } from './level-words'

export { ownLevel as levelOf }

/**
 * Levels of lines in their order: a traceback, and whatever else stands indented below a line, belongs to that line.
 * One per stream, since stdout and stderr are interleaved as they come.
 */
export function createLevels(): (text: string) => Level | null {
  let last: Level | null = null
  let tracing = false
  return (text) => {
    if (text.trim() === '') return tracing ? 'error' : null
    const bare = text.replace(rankPrefix, '')
    if (traceHead.test(bare)) {
      tracing = true
      last = 'error'
      return 'error'
    }
    if (tracing) {
      if (inside.test(bare)) return 'error'
      tracing = false
      // The exception itself stands at the margin, and whatever its message is.
      if (exceptionLine.test(bare)) return 'error'
    }
    const own = ownLevel(text)
    if (own !== null) last = own
    else if (!inside.test(bare) && !tail.test(bare)) last = null
    return last
  }
}

/** Launchers put the rank or the process before each line. */
const rankPrefix = /^(?:\[[a-z-]*rank\s?\d+\][: ]\s?|\([^)]{0,40}pid=\d+[^)]{0,40}\)\s)/i
const traceHead =
  /^\s*(?:Traceback \(most recent call last\)|(?:During handling of|The above exception was) |\+ Exception Group Traceback|╭─+.* Traceback |Stack trace:|stack backtrace:)/
/** Indented, or in the box that rich draws. */
const inside = /^(?:\s|[|+] |[╭│╰├])/
/** At the margin and still of the line above (Java, C++, Node.js). */
const tail = /^(?:Caused by: |frame #\d+: |\}$|\)$|at )/
