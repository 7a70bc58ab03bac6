// What a request must look like before anybody asks whom it is for and from whom it comes.
import type { IncomingMessage } from 'node:http'

/**
 * One Host, and a path as its target (RFC 9112 §3.2): with an absolute target or a second Host, two readers of one
 * request may take it for two different sites. Node has refused the rest already (two lengths, no Host in HTTP/1.1).
 */
export function wellFormed({ rawHeaders, url }: Pick<IncomingMessage, 'rawHeaders' | 'url'>): boolean {
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host')
  return hosts.length === 1 && url?.startsWith('/') === true
}

/** What a browser's page needs. TRACE would show a page the token that we add; CONNECT and the rest are no web page's. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export function isPagesMethod(method: string | undefined): boolean {
  return methods.has(method ?? '')
}

/** The one protocol we change to: `Upgrade: h2c` and others would take a request past every check that follows. */
export function opensWebSocket({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  return method === 'GET' && headers.upgrade?.trim().toLowerCase() === 'websocket'
}
