// A container's log: as a byte stream that one consumer attaches to, and as a file.
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { sendStream } from '../../shared/bytes'
import type { Engine } from '../engine'
import type { ContainersRoom, StreamRegistry } from '../services'
import { logFileName, logText } from './logs-file'
import { engineMoment } from './logs-moment'

/** Whoever asked for a log attaches at once; a page that went away in between never will. */
const attachWithin = 30_000

type Parts = { engine: Engine; streams: StreamRegistry; nameOf: (id: string) => string }

export function createLogs({ engine, streams, nameOf }: Parts) {
  const open = new Set<() => void>()

  const openLogs: ContainersRoom['openLogs'] = async (id, { since, until, ...options }) => {
    const ended = new AbortController()
    const { stream, tty } = await engine.containers.logs(id, {
      ...options,
      since: since && engineMoment(since),
      until: until && engineMoment(until),
      signal: ended.signal,
    })
    const name = `logs/${randomBytes(12).toString('hex')}`
    const close = () => {
      open.delete(close)
      clearTimeout(unclaimed)
      withdraw()
      ended.abort()
      stream.destroy()
    }
    const unclaimed = setTimeout(close, attachWithin)
    const withdraw = streams.offer(name, (carrier) => {
      clearTimeout(unclaimed)
      withdraw()
      void sendStream(carrier, bytesOf(stream), { signal: ended.signal }).then(close)
    })
    open.add(close)
    return { stream: name, framing: tty ? 'raw' : 'multiplexed' }
  }

  const logFile: ContainersRoom['logFile'] = (id, { timestamps }) => ({
    suggestedName: logFileName(nameOf(id), new Date()),
    open: async (signal) => {
      const options = { follow: false, tail: 'all' as const, timestamps, signal }
      const { stream, tty } = await engine.containers.logs(id, options)
      const text = logText(stream, { framing: tty ? 'raw' : 'multiplexed', timestamps })
      // Chunks as they are, so that whoever reads slowly holds the engine, and no line waits for a full buffer.
      const file = Readable.from(text, { objectMode: false })
      file.once('close', () => stream.destroy())
      return file
    },
  })

  return { openLogs, logFile, closeAll: () => [...open].forEach((close) => close()) }
}

async function* bytesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk
}
