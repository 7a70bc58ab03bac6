// The headless carrier: one WebSocket for the calls, opened again when it was lost, and one for each byte stream.
import { createORPCClient, DynamicLink, type ClientContext } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { socketCarrier } from '../../shared/bytes'
import { sessionEndedCode, SessionEndingSchema } from '../../shared/contract/sessions'
import { createEnding } from './ending'
import type { ContractClient, Transport } from './transport'

type Address = { protocol: string; host: string }

export function headlessTransport({ protocol, host }: Address): Transport {
  const base = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`
  const ending = createEnding()
  let asking = false

  /** A WebSocket that was refused does not say why; our own address does. */
  const askWhy = async () => {
    if (asking || ending.get() !== null) return
    asking = true
    try {
      const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' })
      if (answer.status === 401) ending.end('unknown')
    } catch {
      // Nobody answers: that is a lost connection, which the next call tries again.
    } finally {
      asking = false
    }
  }

  const open = (path: string): WebSocket => {
    const socket = new WebSocket(`${base}/${path}`)
    let opened = false
    socket.addEventListener('open', () => (opened = true))
    socket.addEventListener('close', ({ code, reason }) => {
      if (code === sessionEndedCode) ending.end(SessionEndingSchema.catch('revoked').parse(reason))
      else if (!opened) void askWhy()
    })
    return socket
  }

  let current: { socket: WebSocket; link: RPCLink<ClientContext> } | null = null
  const link = (): RPCLink<ClientContext> => {
    if (current === null || current.socket.readyState > WebSocket.OPEN) {
      const socket = open('rpc')
      current = { socket, link: new RPCLink({ websocket: socket }) }
    }
    return current.link
  }
  const client: ContractClient = createORPCClient(new DynamicLink(link))
  return { mode: 'headless', client, connect: (name) => socketCarrier(open(`stream/${name}`)), ending }
}
