// A container's log as a byte stream that one consumer attaches to.
import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { sendStream } from '../../shared/bytes'
import type { Engine } from '../engine'
import type { ContainersRoom, StreamRegistry } from '../services'

/** Whoever asked for a log attaches at once; a page that went away in between never will. */
const attachWithin = 30_000

export function createLogs(engine: Engine, streams: StreamRegistry) {
  const open = new Set<() => void>()

  const openLogs: ContainersRoom['openLogs'] = async (id, options) => {
    const ended = new AbortController()
    const { stream, tty } = await engine.containers.logs(id, { ...options, signal: ended.signal })
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

  const logFile: ContainersRoom['logFile'] = (id) => ({
    suggestedName: `${id}.log`,
    open: () => Promise.reject(new Error('not yet')),
  })

  return { openLogs, logFile, closeAll: () => [...open].forEach((close) => close()) }
}

async function* bytesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk
}
