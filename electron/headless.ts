// Berth in a browser: the same services over HTTP and WebSocket, on loopback, behind a token. Imports no Electron.
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { offerControl } from './control'
import {
  cookieNameAt,
  createAttempts,
  createSessions,
  createTickets,
  destination,
  isPagesMethod,
  loopbackSite,
  newSecret,
  opensWebSocket,
  originAt,
  refuseUpgrade,
  retryAfter,
  sameOrigin,
  sessionsFace,
  wellFormed,
  type Destination,
  type Session,
} from './gate'
import {
  answerPage,
  createDoor,
  createDownloads,
  explain,
  isDownload,
  listen,
  toOurName,
  type CertificateFiles,
} from './headless/index'
import { createJupyterProxy } from './jupyter/proxy'
import { createRouter } from './router'
import type { RoomServices, ShellFace } from './services'
import { RefusalError } from '../shared/model/refusal'
import { parseChannel } from './transport/channel'
import { stackOf, type Log } from './log'
import { hangUp, serveSocket } from './transport/websocket'

export type Serving = {
  /** Where to open it, token included: works for as long as it serves. */
  url: string
  port: number
  /** Opens once, within a minute: for a browser that is started with it, since anyone can read a program's arguments. */
  oneTimeUrl(): string
  close(): Promise<void>
}

type AppDestination = Extract<Destination, { is: 'app' }>

export async function serve(options: {
  services: RoomServices
  /** An address of this machine; loopback if nothing else is said. */
  host?: string
  /** 0: any free port. */
  port: number
  token?: string
  /** With TLS, the name that browsers know us by; the certificate must be for it and the names below. Throws CertificateUnfit. */
  secure?: CertificateFiles & { name: string }
  /** Where the built page lies. */
  pageFolder: string
  log: Log
  now?: () => number
}): Promise<Serving> {
  const { services, pageFolder, log, secure = null, now = Date.now } = options
  const token = options.token ?? newSecret()
  const site = secure ? { name: secure.name, secure: true } : loopbackSite
  const { server, port, stop } = await listen({
    ...{ address: options.host ?? '127.0.0.1', port: options.port },
    ...{ secure, log },
  })

  const cookieName = cookieNameAt(port, site)
  const [sessions, attempts, tickets] = [
    createSessions({ now, log }),
    createAttempts(now),
    createTickets(now),
  ]
  const door = createDoor({ token, tickets, sessions, attempts, cookieName })
  const downloads = createDownloads(log)
  const proxy = createJupyterProxy({
    ...{ find: (id: string) => services.jupyter.find(id), explain },
    ...{ site, cookieName, sessions, attempts },
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes })
  const at = originAt(`${site.name}:${port}`, site)
  const endControl = await offerControl({ stateFolder: services.settings.stateFolder, at, sessions, log })
  const expiring = setInterval(() => sessions.expire(), 60_000).unref()

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (!wellFormed(request)) return explain(response, 'malformed')
    const to = destination(request.headers.host, site)
    if (to === null) return explain(response, 'elsewhere')
    if (!isPagesMethod(request.method)) return explain(response, 'method')
    if (to.is === 'server') return proxy.request(request, response, to)
    if (to.is === 'alias') return toOurName(request, response, { port: to.port, site })
    const session = door.session(request)
    if (session && isDownload(request)) {
      response.once(
        'close',
        sessions.hold(session.id, () => response.destroy()),
      )
      return downloads.answer(request, response)
    }
    const page = { folder: pageFolder, port: to.port, site, cookieName, door, session }
    await answerPage(request, response, page)
  }

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!wellFormed(request) || !opensWebSocket(request)) return refuseUpgrade(socket, '400 Bad Request')
    const to = destination(request.headers.host, site)
    if (to?.is === 'server') return proxy.upgrade(request, socket, { ...to, head })
    const channel = parseChannel((request.url ?? '').slice(1))
    if (to?.is !== 'app' || channel === null || !sameOrigin(request.headers.origin, to.host, site))
      return refuseUpgrade(socket, '403 Forbidden')
    const session = door.session(request)
    if (!session) {
      const stranger = door.stranger(request)
      return stranger.is === 'wrong'
        ? refuseUpgrade(socket, '403 Forbidden')
        : refuseUpgrade(socket, '429 Too Many Requests', retryAfter(stranger))
    }
    const faces = { shell: shellFor(to, session), sessions: sessionsFace(sessions, session.id) }
    const router = createRouter({ ...services, ...faces }, log)
    sockets.handleUpgrade(request, socket, head, (open) => {
      serveSocket(open, channel, { router, streams: services.streams, log })
      open.once(
        'close',
        sessions.hold(session.id, (why) => hangUp(open, why)),
      )
    })
  }

  /** Each browser sees its own port, which an SSH tunnel may have changed: a notebook's address is made for it. */
  const shellFor = (to: AppDestination, session: Session): ShellFace => ({
    chooseFolder: () =>
      Promise.reject(
        new RefusalError('InvalidInput', { evidence: 'a browser has no dialog for folders of the host' }),
      ),
    // Whatever a page shows, a page could answer.
    confirm: () => Promise.resolve('cannot'),
    openExternal: () =>
      Promise.reject(new RefusalError('InvalidInput', { evidence: 'a browser opens links itself' })),
    reveal: () => Promise.resolve(false),
    saveFile: async (file) => ({ is: 'download', url: await downloads.offer(file) }),
    showJupyter: ({ environmentId }, path) => {
      const url = proxy.address(environmentId, { port: to.port, sessionId: session.id, path })
      return Promise.resolve({ is: 'frame', url })
    },
  })

  // The server does not count them as its own any more: notebooks' WebSockets would keep it open for ever.
  const upgraded = new Set<Duplex>()
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log(`${request.method ?? ''} ${request.url?.split('?')[0] ?? ''}: ${stackOf(error)}`)
      if (response.headersSent) response.destroy()
      else explain(response, 'broken')
    })
  })
  server.on('upgrade', (request, socket, head) => {
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    socket.on('error', () => socket.destroy()) // a browser that vanished half-way
    upgrade(request, socket, head).catch((error: unknown) => {
      log(`upgrade: ${stackOf(error)}`)
      socket.destroy()
    })
  })

  return {
    url: `${at}/?token=${token}`,
    port,
    oneTimeUrl: () => `${at}/?ticket=${tickets.issue('app')}`,
    close: async () => {
      clearInterval(expiring)
      stop()
      const closed = once(server, 'close')
      server.close()
      for (const socket of upgraded) socket.destroy()
      server.closeAllConnections()
      proxy.dispose()
      downloads.dispose()
      await Promise.all([closed, endControl()])
    },
  }
}

/** What a page may send in one message: a paste into a terminal, far below this. */
const maxMessageBytes = 16 * 2 ** 20
