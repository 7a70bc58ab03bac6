// One HTTP exchange: through a proxy where the environment says so, verified as the host asks, read up to the budget.
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { SecureContext } from 'node:tls'
import type { Budget } from './budget'
import { proxyFor } from './proxy'
import { proxyAddress, proxyAuthorisation, tunnelAgent } from './tunnel'

export type Ask = { url: URL; headers: Record<string, string>; body?: string; insecure: boolean }
export type Reply = { status: number; headers: IncomingHttpHeaders; body: Buffer }
export type Wire = { send(ask: Ask): Promise<Reply>; close(): void }

/** The body is longer than may be read: nothing more was read of it. */
export class TooMuch extends Error {}

/** For one look: connections are kept between its requests, and closed with it. */
export function openWire(options: {
  env: NodeJS.ProcessEnv
  trust: (host: string) => Promise<SecureContext>
  budget: Budget
  signal: AbortSignal
}): Wire {
  const { env, trust, budget, signal } = options
  const plain = new http.Agent({ keepAlive: true })
  const secure = new Map<string, Promise<https.Agent>>()

  async function secureAgent(url: URL, insecure: boolean, proxy: URL | null): Promise<https.Agent> {
    const tls = insecure
      ? { rejectUnauthorized: false }
      : { secureContext: await trust(url.host), rejectUnauthorized: true }
    return proxy === null ? new https.Agent({ ...tls, keepAlive: true }) : tunnelAgent(proxy, tls, signal)
  }

  function agentFor(url: URL, insecure: boolean, proxy: URL | null): Promise<https.Agent> {
    const key = `${url.host} ${String(insecure)} ${proxy?.href ?? ''}`
    const made = secure.get(key) ?? secureAgent(url, insecure, proxy)
    secure.set(key, made)
    return made
  }

  async function head({ url, headers, body, insecure }: Ask): Promise<IncomingMessage> {
    const proxy = proxyFor(url, env)
    const method = body === undefined ? 'GET' : 'POST'
    const common = { method, signal, headers: { ...headers, host: url.host, 'accept-encoding': 'identity' } }
    if (url.protocol === 'https:')
      return started(https.request(url, { ...common, agent: await agentFor(url, insecure, proxy) }), body)
    if (proxy === null) return started(http.request(url, { ...common, agent: plain }), body)
    const way = proxy.protocol === 'https:' ? https : http
    const by = { ...common.headers, ...proxyAuthorisation(proxy) }
    return started(way.request({ ...common, ...proxyAddress(proxy), path: url.href, headers: by }), body)
  }

  return {
    async send(ask) {
      signal.throwIfAborted()
      const response = await head(ask)
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: await wholeBody(response, budget),
      }
    },
    close() {
      plain.destroy()
      for (const made of secure.values()) void made.then((agent) => agent.destroy()).catch(() => undefined) // told to whoever asked by it
    },
  }
}

function started(request: http.ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
    request.end(body)
  })
}

async function wholeBody(response: IncomingMessage, budget: Budget): Promise<Buffer> {
  const chunks: Buffer[] = []
  try {
    if (Number(response.headers['content-length'] ?? 0) > budget.left()) throw new TooMuch(tooLong(response))
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) continue
      if (!budget.take(chunk.byteLength)) throw new TooMuch(tooLong(response))
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    // After the end this does nothing; before it, the rest is not wanted.
    if (!response.complete) response.destroy()
  }
}

function tooLong({ headers }: IncomingMessage): string {
  const said = headers['content-length']
  return `the registry sends ${said === undefined ? 'more than may be read' : `${said} bytes`}`
}
