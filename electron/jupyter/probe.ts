// One question to a Jupyter server: does it answer, and does it know our token?
import { request } from 'node:http'

export type Probe =
  | { is: 'ready' }
  /** Nobody listens yet, or the port is published but nothing behind it answers. */
  | { is: 'silent'; detail: string }
  /** It answers, but not with the token: some other server, or its own settings won. */
  | { is: 'refused'; status: number; body: string }

export type Question = {
  server: { host: string; port: number; token: string }
  patienceMilliseconds: number
  signal: AbortSignal
}

/** `/api/status` needs the token; `/api` would answer anybody. */
export function probe({ server, patienceMilliseconds, signal }: Question): Promise<Probe> {
  return new Promise((resolve, reject) => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(patienceMilliseconds)])
    const call = request({
      host: server.host,
      port: server.port,
      path: '/api/status',
      headers: { authorization: `token ${server.token}` },
      agent: false,
      signal: deadline,
    })
    const silent = (error: Error) => {
      if (signal.aborted) reject(error)
      else resolve({ is: 'silent', detail: error.message })
    }
    call.on('error', silent)
    call.on('response', (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('error', silent)
      response.on('data', (text: string) => {
        if (body.length < 4_000) body += text
      })
      response.on('end', () => {
        const status = response.statusCode ?? 0
        if (status === 200 && body.includes('"kernels"')) resolve({ is: 'ready' })
        else if (status === 401 || status === 403) resolve({ is: 'refused', status, body })
        else resolve({ is: 'silent', detail: `HTTP ${status}` })
      })
    })
    call.end()
  })
}
