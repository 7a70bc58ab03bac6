// One question over HTTP, and how it went: every failure is an answer.
import http from 'node:http'
import { greet, proxyFor } from '../registry'

type Limits = { signal: AbortSignal; milliseconds: number }
export type SocketAnswer =
  | { is: 'answered'; status: number; body: string }
  | { is: 'absent' | 'refused' | 'forbidden' | 'silent'; why: string }
export type UrlAnswer =
  /** `date` is the server's clock, milliseconds since the epoch, with a resolution of one second; null where it does not say. */
  | { is: 'answered'; status: number; date: number | null; proxy: string }
  | { is: 'failed'; code: string; why: string; proxy: string }

const mostBytes = 1 << 20

export async function askSocket(socket: string, path: string, limits: Limits): Promise<SocketAnswer> {
  try {
    const { status, body } = await get(
      http.request({ socketPath: socket, path, headers: { Host: 'docker' } }),
      limits,
    )
    return { is: 'answered', status, body }
  } catch (error) {
    const { code, why } = told(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { is: 'absent', why }
    if (code === 'EACCES' || code === 'EPERM') return { is: 'forbidden', why }
    return { is: code === 'TIMEOUT' ? 'silent' : 'refused', why }
  }
}

/** As a pull would reach it: the environment's proxy with its login, the system's authorities and those of certs.d. */
export async function askUrl(
  url: string,
  { env, home }: { env: NodeJS.ProcessEnv; home: string },
  { signal, milliseconds }: Limits,
): Promise<UrlAnswer> {
  const target = new URL(url)
  const proxy = proxyFor(target, env)?.host ?? ''
  const late = AbortSignal.timeout(milliseconds)
  try {
    const until = AbortSignal.any([signal, late])
    const { status, headers } = await greet(target, { env, home, signal: until })
    const date = Date.parse(headers.date ?? '')
    return { is: 'answered', status, date: Number.isNaN(date) ? null : date, proxy }
  } catch (error) {
    if (signal.aborted) return { is: 'failed', code: 'CANCELLED', why: 'cancelled', proxy }
    if (late.aborted)
      return { is: 'failed', code: 'TIMEOUT', why: `no answer within ${milliseconds} ms`, proxy }
    return { is: 'failed', ...told(error), proxy }
  }
}

type Got = { status: number; body: string }

function get(asked: http.ClientRequest, { signal, milliseconds }: Limits): Promise<Got> {
  return new Promise((resolve, reject) => {
    const stop = (code: string, why = `no answer within ${milliseconds} ms`) => {
      const error = Object.assign(new Error(why), { code })
      asked.destroy(error)
      done()
      reject(error)
    }
    const timer = setTimeout(() => stop('TIMEOUT'), milliseconds)
    const onAbort = () => stop('CANCELLED')
    signal.addEventListener('abort', onAbort, { once: true })
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
    asked.once('error', (error) => {
      done()
      reject(error)
    })
    asked.once('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > mostBytes) return stop('TOO_LARGE', `more than ${mostBytes} bytes`)
        chunks.push(chunk)
      })
      response.once('error', reject)
      response.once('end', () => {
        done()
        const body = Buffer.concat(chunks).toString('utf8')
        resolve({ status: response.statusCode ?? 0, body })
      })
    })
    if (signal.aborted) onAbort()
    asked.end()
  })
}

function told(error: unknown): { code: string; why: string } {
  const one = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  const { code = '', message } = one as NodeJS.ErrnoException
  return { code, why: message }
}
