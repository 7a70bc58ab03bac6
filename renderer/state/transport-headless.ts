// The headless carrier: one WebSocket for the calls, opened again when it was lost, and one for each byte stream.
import { createORPCClient, DynamicLink, type ClientContext } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { socketCarrier } from '../../shared/bytes'
import type { ContractClient, Transport } from './transport'

type Address = { protocol: string; host: string }

export function headlessTransport({ protocol, host }: Address): Transport {
  const base = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`
  let current: { socket: WebSocket; link: RPCLink<ClientContext> } | null = null
  const link = (): RPCLink<ClientContext> => {
    if (current === null || current.socket.readyState > WebSocket.OPEN) {
      const socket = new WebSocket(`${base}/rpc`)
      current = { socket, link: new RPCLink({ websocket: socket }) }
    }
    return current.link
  }
  const client: ContractClient = createORPCClient(new DynamicLink(link))
  return {
    mode: 'headless',
    client,
    connect: (name) => socketCarrier(new WebSocket(`${base}/stream/${name}`)),
  }
}
