// For the torture test: what is poured through terminals, and how it is read at the far end. Everything comes from one seed.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { MessageChannel } from 'node:worker_threads'
import { WebSocket, WebSocketServer } from 'ws'
import { highWaterBytes, openSink, portCarrier, socketCarrier, type ByteCarrier } from '../../shared/bytes'
import { createRouter } from '../router'
import type { StreamRegistry } from '../services'
import { standInServices } from '../stand-in'
import { serveSocket } from '../transport/websocket'

/** mulberry32: 0 ≤ x < 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Kind = 'random bytes' | 'ANSI soup' | 'CJK and emoji'

export function source(kind: Kind, bytes: number, random: () => number): Buffer {
  if (kind === 'random bytes') return randomBytes(bytes, random)
  const piece = kind === 'ANSI soup' ? soup : prose
  const parts: Buffer[] = []
  for (let length = 0; length < bytes;) {
    const part = Buffer.from(piece(random))
    parts.push(part)
    length += part.length
  }
  // Cut to size, in the middle of a character or a sequence if it so falls.
  return Buffer.concat(parts).subarray(0, bytes)
}

function randomBytes(bytes: number, random: () => number): Buffer {
  const words = new Uint32Array(Math.ceil(bytes / 4))
  for (let at = 0; at < words.length; at += 1) words[at] = random() * 2 ** 32
  return Buffer.from(words.buffer, 0, bytes)
}

const below = (random: () => number, limit: number) => Math.floor(random() * limit)

function pick<T>(random: () => number, [first, ...rest]: readonly [T, ...T[]]): T {
  return rest[below(random, rest.length + 1) - 1] ?? first
}

/** Sequences of every family, whole, cut off or nested in each other, among text. */
function soup(random: () => number): string {
  const escape = '\u001b'
  const numbers = () =>
    Array.from({ length: below(random, 5) }, () => below(random, 300)).join(pick(random, [';', ':']))
  return pick<() => string>(random, [
    () =>
      `${escape}[${numbers()}${pick(random, ['m', 'm', 'H', 'J', 'K', 'L', 'P', 'X', 'r', 'S', 'T', '@', 'd'])}`,
    () => `${escape}[?${pick(random, [25, 47, 1049, 2004, 1000, 1006, 7, 6])}${pick(random, ['h', 'l'])}`,
    () => `${escape}[38;2;${below(random, 256)};${below(random, 256)};${below(random, 256)}m`,
    () =>
      `${escape}]${pick(random, [0, 2, 4, 8, 52, 1337])};${'t'.repeat(below(random, 60))}${pick(random, ['\u0007', `${escape}\\`, ''])}`,
    () => `${escape}P${'q'.repeat(below(random, 30))}${pick(random, [`${escape}\\`, '', '\u0018'])}`,
    () => `${escape}${pick(random, ['7', '8', 'M', 'D', 'E', 'c', '(0', '(B', '#8', '=', '>'])}`,
    () => `${escape}[6n${escape}[c${escape}[>c`,
    () => escape,
    () => pick(random, ['\r\n', '\n', '\r', '\t', '\b', '\u0007', '\u000e', '\u000f', '\u009b1m']),
    () => prose(random),
    () => 'x'.repeat(below(random, 200)),
  ])()
}

/** Lines of text in which many characters take two columns and several code points. */
function prose(random: () => number): string {
  const points = (from: number, to: number) =>
    String.fromCodePoint(
      ...Array.from({ length: 1 + below(random, 40) }, () => from + below(random, to - from)),
    )
  return pick<() => string>(random, [
    () => points(0x4e00, 0x9fff),
    () => points(0x3040, 0x30ff),
    () => points(0xac00, 0xd7a3),
    () => points(0x1f300, 0x1faff),
    () => points(0x2010, 0x2040),
    () =>
      pick(random, ['👩‍🔬', '🧑🏽‍🚀', '🏳️‍🌈', '🇨🇳🇩🇪', '한국어', 'e\u0301a\u0308\u0323', '⚠️']).repeat(
        1 + below(random, 9),
      ),
    () => points(0x20, 0x7e),
    () => '\n',
  ])()
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export type Transport = {
  far: ByteCarrier
  /** The most that the source had sent and not been told of, at any moment. */
  mostUnacknowledged(): number
  close(): void
}

/** A pair of message ports, as the desktop has it. */
export function overPort(streams: StreamRegistry, name: string): Promise<Transport> {
  const { port1, port2 } = new MessageChannel()
  const counting = counted(portCarrier(port1))
  streams.connect(name, counting.carrier)
  return Promise.resolve({
    far: portCarrier(port2),
    mostUnacknowledged: counting.most,
    close: () => port2.close(),
  })
}

/** A WebSocket on loopback, served as the headless app serves it. */
export async function overSocket(streams: StreamRegistry, name: string): Promise<Transport> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  let most = () => NaN
  const counting: StreamRegistry = {
    ...streams,
    connect: (wanted, carrier) => {
      const count = counted(carrier)
      most = count.most
      streams.connect(wanted, count.carrier)
    },
  }
  const log = () => undefined
  const router = createRouter(standInServices({ streams: counting }), log)
  server.on('connection', (socket) =>
    serveSocket(socket, { is: 'stream', name }, { router, streams: counting, log }),
  )
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const client = new WebSocket(`ws://127.0.0.1:${address.port}`)
  return {
    far: socketCarrier(client),
    mostUnacknowledged: () => most(),
    close: () => {
      client.terminate()
      server.close()
    },
  }
}

function counted(carrier: ByteCarrier): { carrier: ByteCarrier; most: () => number } {
  let [unacknowledged, most] = [0, 0]
  return {
    most: () => most,
    carrier: {
      ...carrier,
      send: (message) => {
        if (typeof message !== 'string') unacknowledged += message.length
        most = Math.max(most, unacknowledged)
        carrier.send(message)
      },
      onMessage: (listener) =>
        carrier.onMessage((message) => {
          const acknowledged =
            typeof message === 'string' ? /^\{"is":"ack","bytes":(\d+)\}$/.exec(message) : null
          unacknowledged -= Number(acknowledged?.[1] ?? 0)
          listener(message)
        }),
    },
  }
}

export type Reading = {
  type(text: string): void
  /** SHA-256 and number of the bytes behind the mark; rejects when the terminal ends before so many came. */
  whole: Promise<{ sha256: string; bytes: number }>
  /** Bytes behind the mark so far. */
  came(): number
}

export type Manner = {
  /** Called with each chunk's acknowledgement: when, and in which parts, is up to the reader. */
  pace: (chunk: number, acknowledge: (bytes: number) => void) => void
  onChunk: () => void
}

/** A reader at the far end. What comes before the mark (the prompt, the typed line) is not counted. */
export function readAll(
  far: ByteCarrier,
  expected: { mark: string; bytes: number },
  { pace, onChunk }: Manner,
): Reading {
  const hash = createHash('sha256')
  const whole = settleable<{ sha256: string; bytes: number }>()
  let [head, came] = ['', -1]
  const use = (bytes: Uint8Array) => {
    const wanted = bytes.subarray(0, expected.bytes - came)
    hash.update(wanted)
    came += wanted.length
    if (came === expected.bytes) whole.resolve({ sha256: hash.digest('hex'), bytes: came })
  }
  const sink = openSink(far, {
    onBytes: (chunk, acknowledge) => {
      if (came < 0) {
        head += Buffer.from(chunk).toString('latin1')
        const at = head.indexOf(expected.mark)
        if (at >= 0) {
          came = 0
          use(Buffer.from(head.slice(at + expected.mark.length), 'latin1'))
        }
      } else if (came < expected.bytes) use(chunk)
      onChunk()
      pace(chunk.length, acknowledge)
    },
    onEnd: (end) => whole.reject(new Error(`the terminal ended after ${came} bytes: ${JSON.stringify(end)}`)),
  })
  return { type: (text) => sink.send(Buffer.from(text)), whole: whole.promise, came: () => came }
}

const longestMilliseconds = 25

/** A window that is busy now and then: most chunks are acknowledged at once, in two parts; some after a pause. */
export function busyNowAndThen(random: () => number): Manner['pace'] {
  return (chunk, acknowledge) => {
    const part = below(random, chunk + 1)
    const inParts = () => {
      if (part > 0) acknowledge(part)
      if (part < chunk) acknowledge(chunk - part)
    }
    if (random() < 0.05) setTimeout(inParts, below(random, longestMilliseconds))
    else inParts()
  }
}

/** A window that hangs until it is let go on. */
export function hangs(): { pace: Manner['pace']; goOn(): void } {
  let held: (() => void)[] | null = []
  return {
    pace: (chunk, acknowledge) => {
      if (held === null) acknowledge(chunk)
      else held.push(() => acknowledge(chunk))
    },
    goOn: () => {
      const all = held ?? []
      held = null
      for (const acknowledge of all) acknowledge()
    },
  }
}

function settleable<T>() {
  let resolve: (value: T) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}

/** What this process holds on to, garbage apart. */
export function retainedBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + Math.max(external, arrayBuffers)
}

export const mostAllowed = 2 * highWaterBytes
