// For tests: a person at a terminal, who reads to the last byte, types, and waits for what should appear.
import { inProcessCarriers, openSink, type StreamEnd } from '../../shared/bytes'
import type { StreamRegistry } from '../services'

export type Driver = {
  type(text: string): void
  /** What came so far. */
  bytes(): Buffer
  text(): string
  /** Bytes announced as the screen so far. */
  replayed(): number
  /** Settles when it has come; fails after the deadline, showing what did come. */
  until(wanted: RegExp, milliseconds?: number): Promise<void>
  ended: Promise<StreamEnd>
  leave(): void
}

/** `pace` decides when each chunk is acknowledged: at once by default. */
export function drive(
  streams: StreamRegistry,
  terminalId: string,
  pace: (acknowledge: () => void) => void = (acknowledge) => acknowledge(),
): Driver {
  const [near, far] = inProcessCarriers()
  const chunks: Uint8Array[] = []
  let watchers: (() => void)[] = []
  let replayed = 0
  let settleEnd: (end: StreamEnd) => void = () => undefined
  const ended = new Promise<StreamEnd>((resolve) => {
    settleEnd = resolve
  })
  const bytes = () => Buffer.concat(chunks)
  const wake = () => {
    const woken = watchers
    watchers = []
    for (const watcher of woken) watcher()
  }
  const sink = openSink(far, {
    onReplay: (count) => {
      replayed = count
    },
    onBytes: (chunk, acknowledge) => {
      chunks.push(chunk)
      pace(() => acknowledge(chunk.length))
      wake()
    },
    onEnd: (end) => {
      settleEnd(end)
      wake()
    },
  })
  streams.connect(`terminal/${terminalId}`, near)
  return {
    type: (text) => sink.send(Buffer.from(text)),
    bytes,
    text: () => bytes().toString(),
    replayed: () => replayed,
    ended,
    leave: () => sink.close(),
    until: (wanted, milliseconds = 10_000) =>
      new Promise((resolve, reject) => {
        const deadline = setTimeout(
          () => reject(new Error(`${String(wanted)} never came, but: ${bytes().toString().slice(-2000)}`)),
          milliseconds,
        )
        const look = () => {
          if (!wanted.test(bytes().toString())) {
            watchers.push(look)
            return
          }
          clearTimeout(deadline)
          resolve()
        }
        look()
      }),
  }
}

/** Waits for a condition that nothing announces; asks every 20 ms. */
export async function eventually(condition: () => Promise<boolean>, milliseconds = 10_000): Promise<void> {
  const deadline = Date.now() + milliseconds
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within ${milliseconds} ms: ${String(condition)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
