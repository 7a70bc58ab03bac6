// One question over HTTP, and how it went: every failure is an answer.
import http from 'node:http'
import https from 'node:https'

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

/** HEAD-like: the body is not read beyond what comes along. A proxy of the environment is used, as the engine's CLI does. */
export async function askUrl(url: string, env: NodeJS.ProcessEnv, limits: Limits): Promise<UrlAnswer> {
  const target = new URL(url)
  const through = proxyFor(target, env)
  const proxy = through === null ? '' : through.host
  try {
    const { status, headers } = await get(request(target, through), limits)
    const date = Date.parse(headers.date ?? '')
    return { is: 'answered', status, date: Number.isNaN(date) ? null : date, proxy }
  } catch (error) {
    return { is: 'failed', ...told(error), proxy }
  }
}

function request(target: URL, through: URL | null): http.ClientRequest {
  if (through === null) return (target.protocol === 'http:' ? http : https).request(target)
  if (target.protocol === 'http:')
    return http.request({
      host: through.hostname,
      port: through.port || 80,
      path: target.href,
      headers: { Host: target.host },
    })
  // Only whether the proxy opens the way: what comes through it is TLS of the registry's own.
  const authority = `${target.hostname}:${target.port || 443}`
  return http.request({
    host: through.hostname,
    port: through.port || 80,
    method: 'CONNECT',
    path: authority,
  })
}

/** As curl reads the environment: NO_PROXY is a list of names, a leading dot or not, `*` for all. */
export function proxyFor({ protocol, hostname }: URL, env: NodeJS.ProcessEnv): URL | null {
  const read = (name: string) => env[name.toLowerCase()] ?? env[name] ?? ''
  const chosen = protocol === 'http:' ? read('HTTP_PROXY') : read('HTTPS_PROXY')
  if (chosen === '' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return null
  const spared = read('NO_PROXY')
    .split(',')
    .map((name) => name.trim().replace(/^\*?\./, ''))
    .some((name) => name === '*' || (name !== '' && (hostname === name || hostname.endsWith(`.${name}`))))
  const address = chosen.includes('://') ? chosen : `http://${chosen}`
  return spared || !URL.canParse(address) ? null : new URL(address)
}

type Got = { status: number; headers: http.IncomingHttpHeaders; body: string }

function get(asked: http.ClientRequest, { signal, milliseconds }: Limits): Promise<Got> {
  return new Promise((resolve, reject) => {
    const stop = (code: string) =>
      asked.destroy(Object.assign(new Error(`no answer within ${milliseconds} ms`), { code }))
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
    asked.once('connect', (response: http.IncomingMessage, socket) => {
      done()
      socket.destroy()
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' })
    })
    asked.once('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes <= mostBytes) chunks.push(chunk)
      })
      response.once('error', reject)
      response.once('end', () => {
        done()
        const body = Buffer.concat(chunks).toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
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
