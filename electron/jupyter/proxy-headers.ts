// What the proxy changes between a browser and a Jupyter server, and nothing else.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { withoutCookie } from '../gate'

// RFC 9110 §7.6.1: these speak of one connection and end at each proxy.
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
]

/**
 * Adds the token and keeps our cookie to ourselves. Jupyter answers to names it knows and to its own pages only; both
 * were checked at our door, by the name the browser used, so it hears the name that every Jupyter server knows.
 */
export function upstreamHeaders(
  headers: IncomingHttpHeaders,
  { token, port, cookieName }: { token: string; port: number; cookieName: string },
): OutgoingHttpHeaders {
  const { cookie, origin, ...rest } = endToEnd(headers)
  const kept = withoutCookie(typeof cookie === 'string' ? cookie : undefined, cookieName)
  const host = `localhost:${port}`
  return {
    ...rest,
    host,
    ...(origin === undefined ? {} : { origin: `http://${host}` }),
    ...(kept === undefined ? {} : { cookie: kept }),
    authorization: `token ${token}`,
  }
}

/** Lets the app frame the server, and no one else. `ancestors`: the origins that may. */
export function downstreamHeaders(headers: IncomingHttpHeaders, ancestors: string[]): OutgoingHttpHeaders {
  const { 'x-frame-options': _replacedByThePolicy, ...rest } = endToEnd(headers)
  const policy = rest['content-security-policy']
  return { ...rest, 'content-security-policy': framedBy(typeof policy === 'string' ? policy : '', ancestors) }
}

/** Every policy of the list gets the same ancestors: a page must satisfy all of them. */
export function framedBy(policy: string, ancestors: string[]): string {
  const directive = `frame-ancestors ${ancestors.join(' ')}`
  return policy
    .split(',')
    .map((one) => {
      const others = one
        .split(';')
        .filter((part) => part.trim() !== '' && !/^\s*frame-ancestors(\s|$)/i.test(part))
      return [...others.map((part) => part.trim()), directive].join('; ')
    })
    .join(', ')
}

function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const dropped = new Set([...hopByHop, ...named])
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)))
}
