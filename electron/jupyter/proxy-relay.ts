// Carries one request, or one WebSocket, to a Jupyter server and its answer back, as streams: nothing is gathered in memory.
import { request as httpRequest, type Agent, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RefusalError } from '../../shared/model/refusal'
import { refuseUpgrade } from '../gate'
import type { JupyterServer } from '../services'
import { downstreamHeaders, switchingHeaders, upstreamHeaders } from './proxy-headers'

export type Relay = {
  server: JupyterServer
  cookieName: string
  /** Origins that may frame the answer. */
  ancestors: string[]
}

/** Throws JupyterSilent when the server does not answer; once it has begun to, a loss cuts the browser's connection too. */
export async function relayRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { agent, server, cookieName, ancestors }: Relay & { agent: Agent },
): Promise<void> {
  const upstream = httpRequest({
    agent,
    host: server.host,
    port: server.port,
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: upstreamHeaders(request.headers, { ...server, cookieName }),
    setHost: false,
  })
  // A browser that left must not keep a download running upstream.
  response.once('close', () => upstream.destroy())
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    upstream.once('response', resolve)
    upstream.on('error', (error) => reject(silent(server, error)))
  })
  const sent = pipeline(request, upstream).catch((error: unknown) => {
    // The server may answer and hang up before it has read the whole body; its answer says why.
    if (!upstream.destroyed) upstream.destroy(error instanceof Error ? error : undefined)
  })
  const answer = await answered
  response.writeHead(
    answer.statusCode ?? 502,
    answer.statusMessage,
    downstreamHeaders(answer.headers, { ancestors, cookieName }),
  )
  await Promise.all([sent, pipeline(answer, response)])
}

/** Joins the two sockets once the server agrees; otherwise its refusal is passed on as it is. */
export async function relayUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  { head, server, cookieName }: Pick<Relay, 'server' | 'cookieName'> & { head: Buffer },
): Promise<void> {
  const upstream = httpRequest({
    host: server.host,
    port: server.port,
    method: 'GET',
    path: request.url ?? '/',
    headers: {
      ...upstreamHeaders(request.headers, { ...server, cookieName }),
      connection: 'Upgrade',
      upgrade: 'websocket',
    },
    setHost: false,
  })
  // Over TLS a socket that is piped both ways has a dozen listeners of its own; eleven are no leak yet.
  socket.setMaxListeners(32)
  const hangUp = () => upstream.destroy()
  socket.once('close', hangUp)
  const joined = new Promise<{ far: Duplex; first: Buffer } | null>((resolve, reject) => {
    upstream.once('upgrade', (answer, far, first) => {
      socket.write(head101(answer, cookieName))
      resolve({ far, first })
    })
    upstream.once('response', (answer) => {
      refuseUpgrade(socket, `${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`)
      answer.resume()
      resolve(null)
    })
    upstream.on('error', (error) => reject(silent(server, error)))
  })
  upstream.end()
  const far = await joined
  socket.off('close', hangUp)
  if (far === null) return
  if (far.first.length > 0) socket.write(far.first)
  if (head.length > 0) far.far.write(head)
  // A WebSocket cut at one end is cut at the other; pipeline has destroyed both, and the page reconnects.
  await Promise.allSettled([pipeline(socket, far.far), pipeline(far.far, socket)])
}

function head101({ rawHeaders }: IncomingMessage, cookieName: string): string {
  const lines = switchingHeaders(rawHeaders, cookieName)
  return ['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n')
}

function silent(server: JupyterServer, error: Error): RefusalError {
  const params = { name: server.environmentId, port: server.port }
  return new RefusalError(
    'JupyterSilent',
    { params, evidence: error.message, raw: error.stack ?? '' },
    { cause: error },
  )
}
