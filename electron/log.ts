// Where the app says what went wrong with itself.

/** One line, or an error's stack below its line; the writer adds the time. */
export type Log = (text: string) => void

export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

export function logTo(stream: NodeJS.WritableStream): Log {
  return (text) => void stream.write(`${new Date().toISOString()} ${text}\n`)
}
