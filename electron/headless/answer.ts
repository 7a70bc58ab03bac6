import type { IncomingMessage, ServerResponse } from 'node:http'
import { cookieRules, originAt, retryAfter, type Session, type Site } from '../gate'
import { pageAnswer } from '../page'
import type { Door, Stranger } from './door'
import { explain } from './explain'

export type Page = {
  folder: string
  /** As the browser sees it. */
  port: string
  site: Site
  cookieName: string
  door: Door
  /** Of whoever asks. */
  session: Session | null
}

/** The token in the address becomes a cookie at once, so that it stays in no history and no Referer. */
export async function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  page: Page,
): Promise<void> {
  const { door, session, site } = page
  if (request.method !== 'GET' && request.method !== 'HEAD') return explain(response, 'method')
  const [path = '/', query] = (request.url ?? '/').split('?', 2)
  const entry = door.enter(request, new URLSearchParams(query), session)
  if (entry?.is === 'entered') return enter(request, response, { ...page, secret: entry.secret })
  if (!session) return turnAway(response, entry ?? door.stranger(request))
  const frames = [originAt(`*.${site.name}:${page.port}`, site)]
  const file = await pageAnswer(page.folder, path, { frames })
  if (file === null) return explain(response, 'nothing')
  response.writeHead(200, {
    ...file.headers,
    ...strictTransport(site),
    'content-length': file.body.byteLength,
  })
  response.end(request.method === 'HEAD' ? undefined : file.body)
}

export function turnAway(response: ServerResponse, stranger: Stranger): void {
  if (stranger.is === 'wrong') return explain(response, 'token')
  explain(response, 'slow', retryAfter(stranger))
}

/** Under another name of this machine the page would work, but its notebooks would be third parties to the browser. */
export function toOurName(
  request: IncomingMessage,
  response: ServerResponse,
  { port, site }: { port: string; site: Site },
): void {
  response
    .writeHead(307, {
      location: `${originAt(`${site.name}:${port}`, site)}${request.url ?? '/'}`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      connection: 'close',
    })
    .end()
}

/** Not for names under .localhost: they mean another machine's Berth tomorrow, and that one may have no TLS. */
function strictTransport({ secure, name }: Site): Record<string, string> {
  const kept = secure && !name.endsWith('.localhost')
  return kept ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}
}

function enter(
  request: IncomingMessage,
  response: ServerResponse,
  { cookieName, site, secret }: Page & { secret: string | null },
): void {
  const headers = {
    ...(secret === null ? {} : { 'set-cookie': `${cookieName}=${secret}; ${cookieRules(site)}` }),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    ...strictTransport(site),
  }
  if (request.headers['sec-fetch-site'] !== 'cross-site') {
    response.writeHead(303, { ...headers, location: '/' }).end()
    return
  }
  // Followed from another site's link, a redirect still counts as that site's and would leave the Strict cookie out;
  // a page of ours that refreshes itself does not.
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  })
  response.end('<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>Berth</title>')
}
