// Lines before those at hand. The engine knows "the last so many" and "not after", so it is asked for both at once.
import {
  createLogReader,
  openSink,
  type ByteCarrier,
  type LogFraming,
  type LogMessage,
} from '../../../shared/bytes'
import type { Lines } from './lines'

export type AskLog = (
  options: { tail: number; follow: boolean; since?: string; until?: string },
  signal: AbortSignal,
) => Promise<{ carrier: ByteCarrier; framing: LogFraming }>

export const earlierLines = 10_000
/** Lines that are written while the question travels count against its tail. */
const slack = 1_000
/** The contract's limit. */
const longestTail = 1_000_000

/** What comes before the oldest line at hand; `all`: nothing comes before that. */
export async function fetchEarlier(
  ask: AskLog,
  lines: Pick<Lines, 'oldest' | 'messages'>,
  signal: AbortSignal,
): Promise<{ messages: LogMessage[]; all: boolean }> {
  const edge = lines.oldest()
  if (edge === null) return { messages: [], all: true }
  let before = -1
  let tail = lines.messages() + earlierLines + slack
  for (;;) {
    tail = Math.min(tail, longestTail)
    const { messages, count } = await collect(ask, { tail, until: edge.time }, signal)
    const known = messages.length - 1 - messages.findLastIndex(({ time }) => time !== edge.time)
    const fresh = count - Math.min(known, edge.messages)
    // Fewer than a page: the log begins there, or what was written since took their place in the tail. Asked for more
    // and given the same, it is the beginning.
    if (known > 0 && fresh >= earlierLines) return { messages, all: false }
    if ((known > 0 && fresh === before) || tail === longestTail) return { messages, all: true }
    before = known > 0 ? fresh : -1
    tail *= 4
  }
}

/** The newest of them, for two pages at most; `count` is how many there were. */
async function collect(
  ask: AskLog,
  range: { tail: number; until: string },
  signal: AbortSignal,
): Promise<{ messages: LogMessage[]; count: number }> {
  const { carrier, framing } = await ask({ ...range, follow: false }, signal)
  const reader = createLogReader(framing, true)
  let messages: LogMessage[] = []
  let count = 0
  const keep = (found: LogMessage[]) => {
    count += found.length
    for (const each of found) messages.push(each)
    if (messages.length > 4 * earlierLines) messages = messages.slice(-2 * earlierLines)
  }
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      carrier.close()
      reject(new DOMException('The log was closed', 'AbortError'))
    }
    const sink = openSink(carrier, {
      onBytes: (chunk, acknowledge) => {
        try {
          keep(reader.push(chunk))
        } catch (error) {
          // Not what the engine said it would be: nothing after it can be read.
          signal.removeEventListener('abort', stop)
          sink.close()
          return reject(error instanceof Error ? error : new Error(String(error)))
        }
        acknowledge(chunk.length)
      },
      onEnd: ({ reason, detail }) => {
        signal.removeEventListener('abort', stop)
        if (reason === 'finished') resolve()
        else reject(new Error(detail))
      },
    })
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
  keep(reader.rest())
  return { messages: messages.slice(-2 * earlierLines), count }
}
