// Every call to the engine goes through here: it ends by its deadline, by the caller's signal, or with the connection.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Duplex, PassThrough, type Readable } from 'node:stream'
import { z } from 'zod'
import { RefusalError } from '../../shared/model/refusal'
import { refusalFor, refusalForError, type Params } from './failures'
import { joinSignals } from './signals'
import type { Ask, Transport } from './transport'

/** One living connection; `lost` fires once and carries the refusal. */
export type Link = { transport: Transport; lost: AbortSignal }

export type CallOptions = {
  signal?: AbortSignal | undefined
  /** Milliseconds until the whole reply (or a stream's head) must be here; null only where the engine may rightly take for ever. */
  deadline?: number | null
  /** Statuses beside 2xx that are answers. */
  accept?: number[]
  /** What the call is about: fills the gaps of a refusal. */
  subject?: Params
}

export type Reply = { status: number; headers: IncomingHttpHeaders; body: Buffer }

export type Calls = {
  reply(ask: Ask, options?: CallOptions): Promise<Reply>
  json<T>(ask: Ask, schema: z.ZodType<T>, options?: CallOptions): Promise<T>
  /** The body as it comes; destroyed with a refusal when the connection is lost or the signal fires. */
  stream(ask: Ask, options?: CallOptions): Promise<Readable>
  hijack(ask: Ask, options?: CallOptions): Promise<Duplex>
  /** Calls and streams under way. */
  busy(): number
}

const defaultDeadline = 15_000
const MessageSchema = z.object({ message: z.string() })

export function createCalls(current: (signal?: AbortSignal) => Promise<Link>): Calls {
  let busy = 0

  async function within<T>(
    link: Link,
    options: CallOptions,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { deadline = defaultDeadline, subject = {} } = options
    const late = new AbortController()
    const joined = joinSignals([options.signal, link.lost, late.signal])
    const timer =
      deadline === null ? undefined : setTimeout(() => late.abort(tooLate(deadline, subject)), deadline)
    busy += 1
    try {
      return await Promise.race([run(joined.signal), rejected(joined.signal)])
    } catch (error) {
      throw joined.signal.aborted ? reasonOf(joined.signal) : refusalForError(error, subject)
    } finally {
      busy -= 1
      clearTimeout(timer)
      joined.release()
    }
  }

  /** Destroys the stream when the connection or the caller ends, and counts it until it is closed. */
  function guard<S extends Readable>(stream: S, link: Link, signal: AbortSignal | undefined): S {
    const joined = joinSignals([signal, link.lost])
    const stop = () => stream.destroy(reasonOf(joined.signal))
    joined.signal.addEventListener('abort', stop)
    busy += 1
    stream.once('close', () => {
      busy -= 1
      joined.release()
    })
    // The error reaches whoever reads the stream; a stream that nobody reads any more must not end the process.
    stream.on('error', () => undefined)
    if (joined.signal.aborted) stop()
    return stream
  }

  async function reply(ask: Ask, options: CallOptions = {}): Promise<Reply> {
    const link = await current(options.signal)
    return within(link, options, async (signal) => {
      const head = await link.transport.send(ask, 'reply', signal)
      return accepted(head, options)
    })
  }

  return {
    reply,
    async json(ask, schema, options) {
      return schema.parse(JSON.parse((await reply(ask, options)).body.toString('utf8')))
    },
    async stream(ask, options = {}) {
      const link = await current(options.signal)
      const head = await within(link, options, async (signal) => {
        const response = await link.transport.send(ask, 'stream', signal)
        if (!isAnswer(response, options)) await accepted(response, options)
        return response
      })
      const body = new PassThrough()
      head.on('data', link.transport.heard)
      head.on('error', (error) => body.destroy(refusalForError(error, options.subject)))
      body.on('close', () => head.destroy())
      head.pipe(body)
      return guard(body, link, options.signal)
    },
    async hijack(ask, options = {}) {
      const link = await current(options.signal)
      const socket = await within(link, options, async (signal) => {
        const result = await link.transport.hijack(ask, signal)
        if (result instanceof Duplex) return result
        await accepted(result, options)
        throw refusalFor({
          text: 'the engine did not hand the connection over',
          subject: options.subject ?? {},
        })
      })
      return guard(socket, link, options.signal)
    },
    busy: () => busy,
  }
}

function isAnswer({ statusCode: status = 0 }: IncomingMessage, { accept = [] }: CallOptions): boolean {
  return (status >= 200 && status < 300) || accept.includes(status)
}

/** The whole reply, or the refusal that its status and text mean. */
async function accepted(head: IncomingMessage, options: CallOptions): Promise<Reply> {
  const chunks: Buffer[] = []
  for await (const chunk of head) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const status = head.statusCode ?? 0
  if (isAnswer(head, options)) return { status, headers: head.headers, body }
  throw refusalFor({ text: messageIn(body.toString('utf8')), status, subject: options.subject ?? {} })
}

function messageIn(text: string): string {
  try {
    return MessageSchema.parse(JSON.parse(text)).message
  } catch {
    // Not the engine's own JSON (a proxy's page, say): the text itself is the best evidence.
    return text
  }
}

function tooLate(deadline: number, subject: Params): RefusalError {
  const seconds = Math.round(deadline / 1000)
  return new RefusalError('EngineTimeout', {
    params: { ...subject, seconds },
    evidence: `no answer within ${seconds} s`,
    actions: ['retry'],
  })
}

export function reasonOf(signal: AbortSignal): RefusalError {
  return signal.reason instanceof RefusalError ? signal.reason : new RefusalError('Cancelled')
}

function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(reasonOf(signal))
    signal.addEventListener('abort', () => reject(reasonOf(signal)), { once: true })
  })
}
