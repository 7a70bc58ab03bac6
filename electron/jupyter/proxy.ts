// The headless door to Jupyter: each server on its own host name, `<environment id>.berth.localhost`, so that a
// notebook's code never shares the app's origin. Why these names: docs/decisions/notebooks-in-a-browser.md
import { createHmac } from 'node:crypto'
import { Agent, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  cookieRules,
  cookieValues,
  createTickets,
  fromOwnPages,
  newSecret,
  originAt,
  plainAddress,
  refuseUpgrade,
  retryAfter,
  sameSecret,
  type Attempts,
  type Destination,
  type Sessions,
  type Site,
} from '../gate'
import { RefusalError } from '../../shared/model/refusal'
import { labPath } from './lab-path'
import type { JupyterRoom, JupyterServer } from '../services'
import { relayRequest, relayUpgrade } from './proxy-relay'

export type ServerDestination = Extract<Destination, { is: 'server' }>

export type JupyterProxy = {
  /**
   * The address to show in a frame of the page that the browser sees at `port`; good for one entry within a minute, and
   * what it opens ends with the session.
   */
  address(environmentId: string, to: { port: string; sessionId: string; path?: string | undefined }): string
  request(request: IncomingMessage, response: ServerResponse, to: ServerDestination): Promise<void>
  upgrade(request: IncomingMessage, socket: Duplex, to: ServerDestination & { head: Buffer }): Promise<void>
  dispose(): void
}

type Refused = 'locked' | 'foreign' | 'absent' | 'silent' | 'slow'
/** What stands in for a page when there is none to show. */
export type Explain = (response: ServerResponse, what: Refused, headers?: Record<string, string>) => void

type Admitted = { is: 'in'; server: JupyterServer; sessionId: string }
type TurnedAway = { is: 'out'; why: Refused; headers?: Record<string, string> }

export function createJupyterProxy(options: {
  find: JupyterRoom['find']
  explain: Explain
  site: Site
  cookieName: string
  sessions: Sessions
  attempts: Attempts
}): JupyterProxy {
  const { find, explain, site, cookieName, sessions, attempts } = options
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const tickets = createTickets()
  const key = newSecret()
  /** `<session>.<what only we can make of it and the environment>`: one environment's cookie opens no other. */
  const cookieFor = (sessionId: string, environmentId: string) =>
    `${sessionId}.${createHmac('sha256', key).update(`${sessionId}/${environmentId}`).digest('base64url')}`

  /** The living session whose cookie for this environment the request brings. */
  const sessionOf = ({ headers }: IncomingMessage, { environmentId }: ServerDestination): string | null => {
    for (const value of cookieValues(headers.cookie, cookieName)) {
      const sessionId = value.split('.')[0] ?? ''
      if (sameSecret(value, cookieFor(sessionId, environmentId)) && sessions.get(sessionId)) return sessionId
    }
    return null
  }

  const stranger = (request: IncomingMessage, keys: string[]): TurnedAway => {
    const tried = attempts.try<never>(plainAddress(request.socket.remoteAddress ?? ''), keys, () => null)
    return tried.is === 'wait'
      ? { is: 'out', why: 'slow', headers: retryAfter(tried) }
      : { is: 'out', why: 'locked' }
  }

  const admit = async (request: IncomingMessage, to: ServerDestination): Promise<Admitted | TurnedAway> => {
    const { headers } = request
    const sessionId = sessionOf(request, to)
    if (sessionId === null) return stranger(request, cookieValues(headers.cookie, cookieName))
    const asked = { method: request.method ?? '', host: to.host, origin: headers.origin }
    const from = { fetchSite: one(headers['sec-fetch-site']), fetchMode: one(headers['sec-fetch-mode']) }
    if (!fromOwnPages({ ...asked, ...from }, site)) return { is: 'out', why: 'foreign' }
    try {
      const server = await find(to.environmentId)
      return server ? { is: 'in', server, sessionId } : { is: 'out', why: 'absent' }
    } catch (error) {
      // The engine is down: what runs in it cannot be reached either.
      if (error instanceof RefusalError) return { is: 'out', why: 'silent' }
      throw error
    }
  }

  const enter = (request: IncomingMessage, response: ServerResponse, to: ServerDestination): void => {
    const asked = new URLSearchParams(request.url?.split('?', 2)[1])
    const ticket = asked.get('ticket') ?? ''
    const holder = `${ticket.split('.')[0] ?? ''}/${to.environmentId}`
    const opened = attempts.try(plainAddress(request.socket.remoteAddress ?? ''), [ticket], () =>
      tickets.redeem(ticket.split('.')[1] ?? '', holder) ? (ticket.split('.')[0] ?? null) : null,
    )
    const sessionId =
      opened.is === 'open' && sessions.get(opened.value) ? opened.value : sessionOf(request, to)
    if (sessionId === null) {
      const { why, headers } = stranger(request, [ticket])
      return explain(response, why, headers)
    }
    response.writeHead(303, {
      location: labPath(asked.get('path') ?? undefined),
      'set-cookie': `${cookieName}=${cookieFor(sessionId, to.environmentId)}; ${cookieRules(site)}`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    response.end()
  }

  return {
    address: (environmentId, { port, sessionId, path }) => {
      const ticket = `${sessionId}.${tickets.issue(`${sessionId}/${environmentId}`)}`
      const query = new URLSearchParams({ ticket })
      if (path !== undefined) query.set('path', path)
      return `${originAt(`${environmentId}.${site.name}:${port}`, site)}${entrance}?${query.toString()}`
    },

    request: async (request, response, to) => {
      if (request.url?.split('?', 1)[0] === entrance) return enter(request, response, to)
      const admitted = await admit(request, to)
      if (admitted.is === 'out') return explain(response, admitted.why, admitted.headers)
      const { server, sessionId } = admitted
      const ancestors = ["'self'", originAt(`${site.name}:${to.port}`, site)]
      const release = sessions.hold(sessionId, () => response.destroy())
      try {
        await relayRequest(request, response, { agent, server, cookieName, ancestors })
      } catch {
        // Begun and then lost: an honest cut, not a page glued to half an answer.
        if (response.headersSent || response.destroyed) response.destroy()
        else explain(response, 'silent')
      } finally {
        release()
      }
    },

    upgrade: async (request, socket, { head, ...to }) => {
      const admitted = await admit(request, to)
      if (admitted.is === 'out') return refuseUpgrade(socket, statuses[admitted.why], admitted.headers)
      const { server, sessionId } = admitted
      const release = sessions.hold(sessionId, () => socket.destroy())
      await relayUpgrade(request, socket, { head, server, cookieName })
        .catch(() => refuseUpgrade(socket, statuses.silent))
        .finally(release)
    },

    dispose: () => agent.destroy(),
  }
}

const entrance = '/__berth/enter'

const statuses: Record<Refused, string> = {
  locked: '403 Forbidden',
  foreign: '403 Forbidden',
  absent: '404 Not Found',
  silent: '502 Bad Gateway',
  slow: '429 Too Many Requests',
}

function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0]
}
