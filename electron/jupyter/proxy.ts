// The headless door to Jupyter: each server on its own host name, `<environment id>.berth.localhost`, so that a
// notebook's code never shares the app's origin. Why these names: docs/decisions/notebooks-in-a-browser.md
import { createHmac } from 'node:crypto'
import { Agent, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { createTickets, fromOwnPages, holdsCookie, newSecret, pageName, type Destination } from '../gate'
import { RefusalError } from '../../shared/model/refusal'
import { labPath } from './lab-path'
import type { JupyterRoom, JupyterServer } from '../services'
import { relayRequest, relayUpgrade } from './proxy-relay'

export type ServerDestination = Extract<Destination, { is: 'server' }>

export type JupyterProxy = {
  /** The address to show in a frame of the page that the browser sees at `port`; good for one entry within a minute. */
  address(environmentId: string, port: string, path?: string): string
  request(request: IncomingMessage, response: ServerResponse, to: ServerDestination): Promise<void>
  upgrade(request: IncomingMessage, socket: Duplex, to: ServerDestination & { head: Buffer }): Promise<void>
  dispose(): void
}

/** What stands in for a page when there is none to show. */
export type Explain = (response: ServerResponse, what: 'locked' | 'foreign' | 'absent' | 'silent') => void

export function createJupyterProxy(options: {
  find: JupyterRoom['find']
  explain: Explain
  /** Cookies do not keep ports apart: two Berths on one machine need two names. */
  cookieName: string
}): JupyterProxy {
  const { find, explain, cookieName } = options
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const tickets = createTickets()
  const key = newSecret()
  const cookieFor = (environmentId: string) =>
    createHmac('sha256', key).update(environmentId).digest('base64url')

  const admit = async (
    request: IncomingMessage,
    to: ServerDestination,
  ): Promise<JupyterServer | 'locked' | 'foreign' | 'absent' | 'silent'> => {
    const { headers } = request
    if (!holdsCookie(headers.cookie, cookieName, cookieFor(to.environmentId))) return 'locked'
    const asked = { method: request.method ?? '', host: to.host, origin: headers.origin }
    const site = { fetchSite: one(headers['sec-fetch-site']), fetchMode: one(headers['sec-fetch-mode']) }
    if (!fromOwnPages({ ...asked, ...site })) return 'foreign'
    try {
      return (await find(to.environmentId)) ?? 'absent'
    } catch (error) {
      // The engine is down: what runs in it cannot be reached either.
      if (error instanceof RefusalError) return 'silent'
      throw error
    }
  }

  return {
    address: (environmentId, port, path) => {
      const query = new URLSearchParams({ ticket: tickets.issue(environmentId) })
      if (path !== undefined) query.set('path', path)
      return `http://${environmentId}.${pageName}:${port}${entrance}?${query.toString()}`
    },

    request: async (request, response, to) => {
      const [path, query] = (request.url ?? '/').split('?', 2)
      if (path === entrance) {
        const cookie = cookieFor(to.environmentId)
        const known = holdsCookie(request.headers.cookie, cookieName, cookie)
        const asked = new URLSearchParams(query)
        if (!tickets.redeem(asked.get('ticket') ?? '', to.environmentId) && !known)
          return explain(response, 'locked')
        response.writeHead(303, {
          location: labPath(asked.get('path') ?? undefined),
          'set-cookie': `${cookieName}=${cookie}; ${cookieRules}`,
          'cache-control': 'no-store',
        })
        response.end()
        return
      }
      const server = await admit(request, to)
      if (typeof server === 'string') return explain(response, server)
      const ancestors = ["'self'", `http://${pageName}:${to.port}`]
      try {
        await relayRequest(request, response, { agent, server, cookieName, ancestors })
      } catch {
        // Begun and then lost: an honest cut, not a page glued to half an answer.
        if (response.headersSent || response.destroyed) response.destroy()
        else explain(response, 'silent')
      }
    },

    upgrade: async (request, socket, { head, ...to }) => {
      const server = await admit(request, to)
      if (typeof server === 'string') return refuse(socket, statuses[server])
      await relayUpgrade(request, socket, { head, server, cookieName }).catch(() =>
        refuse(socket, '502 Bad Gateway'),
      )
    },

    dispose: () => agent.destroy(),
  }
}

const entrance = '/__berth/enter'
const cookieRules = 'Path=/; HttpOnly; SameSite=Strict'

const statuses = {
  locked: '403 Forbidden',
  foreign: '403 Forbidden',
  absent: '404 Not Found',
  silent: '502 Bad Gateway',
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
}

function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0]
}
