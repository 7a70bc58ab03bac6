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
/** A sender may name any header as its connection's own; without these the next reader sees where the body ends elsewhere. */
const framing = new Set(['content-length', 'transfer-encoding', 'host'])
/** Its "cookies" clears a whole site's, ours included, whichever notebook says it. */
const clearsSite = 'clear-site-data'

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
export function downstreamHeaders(
  headers: IncomingHttpHeaders,
  { ancestors, cookieName }: { ancestors: string[]; cookieName: string },
): OutgoingHttpHeaders {
  const {
    'x-frame-options': _replacedByThePolicy,
    [clearsSite]: _never,
    'set-cookie': cookies,
    ...rest
  } = endToEnd(headers)
  const policy = rest['content-security-policy']
  const kept = (Array.isArray(cookies) ? cookies : []).flatMap((cookie) => ownCookie(cookie, cookieName))
  return {
    ...rest,
    ...(kept.length > 0 ? { 'set-cookie': kept } : {}),
    'content-security-policy': framedBy(typeof policy === 'string' ? policy : '', ancestors),
  }
}

/** The head of a server's agreement to a WebSocket, with what a browser would take from it as from any answer. */
export function switchingHeaders(rawHeaders: readonly string[], cookieName: string): string[] {
  return rawHeaders.flatMap((name, at) => {
    if (at % 2 === 1) return []
    const [value = '', key] = [rawHeaders[at + 1], name.toLowerCase()]
    if (key === clearsSite) return []
    const values = key === 'set-cookie' ? ownCookie(value, cookieName) : [value]
    return values.map((one) => `${name}: ${one}`)
  })
}

/** A cookie of the server's host alone: with a Domain it would reach the app and all other notebooks. None for one of our name. */
function ownCookie(cookie: string, cookieName: string): string[] {
  const [pair = '', ...attributes] = cookie.split(';')
  const at = pair.indexOf('=')
  if ((at < 0 ? pair : pair.slice(0, at)).trim() === cookieName) return []
  return [[pair, ...attributes.filter((each) => !/^\s*domain\s*(=|$)/i.test(each))].join(';')]
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
  const dropped = new Set([...hopByHop, ...named.filter((name) => !framing.has(name))])
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)))
}
