// The headless carrier's server side: one WebSocket for the calls, one for each byte stream. Who may come in was settled before.
import { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import { socketCarrier } from '../../shared/bytes'
import { sessionEndedCode, type SessionEnding } from '../../shared/contract/sessions'
import type { Router } from '../router'
import type { StreamRegistry } from '../services'
import type { Channel } from './channel'
import type { Log } from '../log'

export type SocketServer = { router: Router; streams: StreamRegistry; log: Log }

export function serveSocket(
  socket: WebSocket,
  channel: Channel,
  { router, streams, log }: SocketServer,
): void {
  const beat = heartbeat(socket)
  socket.on('close', () => clearInterval(beat))
  socket.on('error', (error) => log(`websocket: ${error.message}`))
  if (channel.is === 'stream') return streams.connect(channel.name, socketCarrier(socket))
  // upgrade() only adds listeners; its promise settles at once.
  void new RPCHandler(router).upgrade(socket)
}

/** Of an ended session nothing more is heard and nothing more is told but why; a page that does not close its side is cut off. */
export function hangUp(socket: WebSocket, why: SessionEnding): void {
  socket.removeAllListeners('message')
  socket.close(sessionEndedCode, why)
  const cut = setTimeout(() => socket.terminate(), graceMilliseconds)
  socket.once('close', () => clearTimeout(cut))
}

const graceMilliseconds = 1_000

/** A tunnel that died without a word would hold its subscriptions for ever: two unanswered pings end it. */
function heartbeat(socket: WebSocket): NodeJS.Timeout {
  let unanswered = 0
  socket.on('pong', () => {
    unanswered = 0
  })
  return setInterval(() => {
    if (unanswered >= 2) return socket.terminate()
    unanswered += 1
    socket.ping()
  }, pingMilliseconds)
}

const pingMilliseconds = 20_000
