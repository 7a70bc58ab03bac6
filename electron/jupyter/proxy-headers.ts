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

/** Adds the token and keeps our cookie to ourselves. The Host stays: the server was told its name. */
export function upstreamHeaders(
  headers: IncomingHttpHeaders,
  { token, cookieName }: { token: string; cookieName: string },
): OutgoingHttpHeaders {
  const { cookie, ...rest } = endToEnd(headers)
  const kept = withoutCookie(typeof cookie === 'string' ? cookie : undefined, cookieName)
  return { ...rest, ...(kept === undefined ? {} : { cookie: kept }), authorization: `token ${token}` }
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
