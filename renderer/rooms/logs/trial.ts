// A pattern that goes back and forth can stand still for hours in one line, and nothing stops it in the thread where it runs. So it is
// tried on every line elsewhere first; the window uses it on lines that it got through in time, and not at all where it did not.
import type { LogLine } from './assembling'
import { mayStandStill } from './matches'

/** Milliseconds that the pattern takes over the texts, in a thread of its own; null when it was given up. */
export type TryOut = {
  run(pattern: RegExp, texts: readonly string[], signal: AbortSignal): Promise<number | null>
  stop(): void
}

export type Trial = {
  /** `trying`: on the first lines; nothing may be shown by this pattern yet. */
  state(): 'fine' | 'trying' | 'slow'
  /** Those of the lines that it was tried on; the others are tried now, and `onNews` says when. */
  fit(lines: readonly LogLine[]): readonly LogLine[]
  stop(): void
}

/** Of one pass over the lines that are new: the window will need as long. */
const mostMilliseconds = 1_000
const chunkLines = 500
const chunkCharacters = 200_000

type Options = { pattern: RegExp | null; tryOut: TryOut; onNews: () => void }

export function createTrial({ pattern, tryOut, onNews }: Options): Trial {
  if (pattern === null || !mayStandStill(pattern))
    return { state: () => 'fine', fit: (lines) => lines, stop: () => undefined }
  const stopped = new AbortController()
  let state: ReturnType<Trial['state']> = 'trying'
  /** Ids of the lines that it was tried on. */
  let tried: { from: number; to: number } | null = null
  let busy = false

  async function attempt(lines: readonly LogLine[]): Promise<void> {
    const [first, last] = [lines[0], lines.at(-1)]
    const all = { from: first?.id ?? 0, to: (last?.id ?? -1) + 1 }
    const known = tried ?? { from: all.from, to: all.from }
    const rest = lines.filter(({ id }) => id < known.from || id >= known.to)
    let spent = 0
    for (const texts of chunksOf(rest)) {
      const took = await tryOut.run(pattern as RegExp, texts, stopped.signal)
      if (stopped.signal.aborted) return
      spent += took ?? Infinity
      if (spent > mostMilliseconds) break
    }
    if (spent > mostMilliseconds) state = 'slow'
    else {
      state = 'fine'
      tried = { from: Math.min(known.from, all.from), to: Math.max(known.to, all.to) }
    }
  }

  return {
    state: () => state,
    fit(lines) {
      const head = lines[0]?.id ?? 0
      const isTried = tried !== null && tried.from <= head && tried.to >= head + lines.length
      if (isTried || state === 'slow') return lines
      if (!busy) {
        busy = true
        void attempt(lines).then(() => {
          busy = false
          if (!stopped.signal.aborted) onNews()
        })
      }
      return tried === null ? [] : lines.slice(Math.max(0, tried.from - head), Math.max(0, tried.to - head))
    },
    stop: () => stopped.abort(),
  }
}

function* chunksOf(lines: readonly LogLine[]): Generator<string[]> {
  let chunk: string[] = []
  let characters = 0
  for (const { text } of lines) {
    chunk.push(text)
    characters += text.length
    if (chunk.length < chunkLines && characters < chunkCharacters) continue
    yield chunk
    chunk = []
    characters = 0
  }
  if (chunk.length > 0) yield chunk
}
