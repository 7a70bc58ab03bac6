// Berth in a browser: the same services over HTTP and WebSocket, on loopback, behind a token. Imports no Electron.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import {
  createTickets,
  destination,
  holdsCookie,
  newSecret,
  pageName,
  sameOrigin,
  type Destination,
} from './gate'
import { answerPage, createDownloads, explain, toOurName } from './headless/index'
import { createJupyterProxy } from './jupyter/proxy'
import { createRouter } from './router'
import type { Services, ShellFace } from './services'
import { RefusalError } from '../shared/model/refusal'
import { parseChannel } from './transport/channel'
import { stackOf, type Log } from './log'
import { serveSocket } from './transport/websocket'

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
  services: Omit<Services, 'shell'>
  /** 0: any free port. */
  port: number
  token?: string
  /** Where the built page lies. */
  pageFolder: string
  log: Log
}): Promise<Serving> {
  const { services, pageFolder, log } = options
  const token = options.token ?? newSecret()
  const server = createServer()
  // A notebook's upload through a slow tunnel may take longer than Node's five minutes.
  server.requestTimeout = 0
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const { port } = address

  const cookieName = `berth-${port}`
  const admits = (request: IncomingMessage) => holdsCookie(request.headers.cookie, cookieName, token)
  const tickets = createTickets()
  const downloads = createDownloads(log)
  const proxy = createJupyterProxy({ find: (id) => services.jupyter.find(id), explain, cookieName })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes })

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const to = destination(request.headers.host)
    if (to === null) return explain(response, 'elsewhere')
    if (to.is === 'server') return proxy.request(request, response, to)
    if (to.is === 'alias') return toOurName(request, response, to.port)
    if (admits(request) && (await downloads.answer(request, response))) return
    await answerPage(request, response, {
      folder: pageFolder,
      port: to.port,
      token,
      tickets,
      cookieName,
      admits,
    })
  }

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const to = destination(request.headers.host)
    if (to?.is === 'server') return proxy.upgrade(request, socket, { ...to, head })
    const channel = parseChannel((request.url ?? '').slice(1))
    const mayEnter = to?.is === 'app' && admits(request) && sameOrigin(request.headers.origin, to.host)
    if (!mayEnter || channel === null)
      return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    const router = createRouter({ ...services, shell: shellFor(to) }, log)
    sockets.handleUpgrade(request, socket, head, (open) =>
      serveSocket(open, channel, { router, streams: services.streams, log }),
    )
  }

  /** Each browser sees its own port, which an SSH tunnel may have changed: a notebook's address is made for it. */
  const shellFor = (to: AppDestination): ShellFace => ({
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
    showJupyter: ({ environmentId }, path) =>
      Promise.resolve({ is: 'frame', url: proxy.address(environmentId, to.port, path) }),
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
    url: `http://${pageName}:${port}/?token=${token}`,
    port,
    oneTimeUrl: () => `http://${pageName}:${port}/?ticket=${tickets.issue('app')}`,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of upgraded) socket.destroy()
      server.closeAllConnections()
      proxy.dispose()
      downloads.dispose()
      await closed
    },
  }
}

/** What a page may send in one message: a paste into a terminal, far below this. */
const maxMessageBytes = 16 * 2 ** 20
