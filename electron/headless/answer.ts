import type { IncomingMessage, ServerResponse } from 'node:http'
import { pageName, sameSecret, type Tickets } from '../gate'
import { pageHeaders, readPageFile } from '../page'
import { explain } from './explain'

export type Door = {
  folder: string
  /** As the browser sees it. */
  port: string
  token: string
  tickets: Tickets
  cookieName: string
  admits(request: IncomingMessage): boolean
}

/** The token in the address becomes a cookie at once, so that it stays in no history and no Referer. */
export async function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  door: Door,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return explain(response, 'method')
  const [path = '/', query] = (request.url ?? '/').split('?', 2)
  const keys = new URLSearchParams(query)
  const token = keys.get('token')
  const ticket = keys.get('ticket')
  const hasKey =
    sameSecret(token ?? undefined, door.token) || (ticket !== null && door.tickets.redeem(ticket, 'app'))
  if (hasKey) return enter(request, response, door)
  if (!door.admits(request)) return explain(response, 'token')
  const file = await readPageFile(door.folder, path)
  if (file === null) return explain(response, 'nothing')
  response.writeHead(200, {
    ...pageHeaders({ frames: [`http://*.${pageName}:${door.port}`] }),
    'content-type': file.type,
    'content-length': file.body.byteLength,
  })
  response.end(request.method === 'HEAD' ? undefined : file.body)
}

/** Under another name of this machine the page would work, but its notebooks would be third parties to the browser. */
export function toOurName(request: IncomingMessage, response: ServerResponse, port: string): void {
  response
    .writeHead(307, {
      location: `http://${pageName}:${port}${request.url ?? '/'}`,
      'cache-control': 'no-store',
    })
    .end()
}

function enter(request: IncomingMessage, response: ServerResponse, { cookieName, token }: Door): void {
  const headers = {
    'set-cookie': `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  }
  if (request.headers['sec-fetch-site'] !== 'cross-site') {
    response.writeHead(303, { ...headers, location: '/' }).end()
    return
  }
  // Followed from another site's link, a redirect still counts as that site's and would leave the Strict cookie out;
  // a page of ours that refreshes itself does not.
  response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' })
  response.end('<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>Berth</title>')
}
