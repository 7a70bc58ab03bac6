// What is piped in, to its end; or one line that a person types, which is not shown.
import { Writable } from 'node:stream'
import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import type { ReadStream } from 'node:tty'

export async function readInput(stdin: ReadStream, ask: () => void): Promise<string> {
  if (!stdin.isTTY) return await text(stdin)
  ask()
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: unseen, terminal: true })
  const stop = new AbortController()
  lines.once('SIGINT', () => stop.abort())
  try {
    return await lines.question('', { signal: stop.signal })
  } catch (error) {
    // Ctrl+C: nothing was said.
    if (stop.signal.aborted) return ''
    throw error
  } finally {
    lines.close()
  }
}
