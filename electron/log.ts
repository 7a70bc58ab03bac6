// Where the app says what went wrong with itself.

/** One line, or an error's stack below its line; the writer adds the time. */
export type Log = (text: string) => void

export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

export function logTo(stream: NodeJS.WritableStream): Log {
  return (text) => void stream.write(`${new Date().toISOString()} ${text}\n`)
}

export type KeptLog = {
  log: Log
  /** The last lines with their times, oldest first. */
  recent: () => readonly string[]
}

const most = { lines: 600, characters: 300_000 }

/** Passes every line on and keeps the last in memory, for whoever needs help: never more than these. */
export function keepRecent(pass: Log, bounds: { lines: number; characters: number } = most): KeptLog {
  const kept: string[] = []
  let characters = 0
  const log: Log = (text) => {
    pass(text)
    // One line alone must not push all others out.
    const line = `${new Date().toISOString()} ${text}`.slice(0, Math.floor(bounds.characters / 4))
    kept.push(line)
    characters += line.length
    while (kept.length > bounds.lines || characters > bounds.characters)
      characters -= kept.shift()?.length ?? 0
  }
  return { log, recent: () => [...kept] }
}
