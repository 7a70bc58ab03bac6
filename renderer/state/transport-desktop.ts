// The desktop carrier: each channel is a MessagePort of its own, handed over by the preload, which knows no method.
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { portCarrier } from '../../shared/bytes'
import { createEnding } from './ending'
import type { ContractClient, Transport } from './transport'

export function desktopTransport(page: Window): Transport {
  const open = (kind: string): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    page.postMessage({ berth: 'port', kind }, page.location.origin, [port2])
    return port1
  }
  const port = open('rpc')
  const client: ContractClient = createORPCClient(new RPCLink({ port }))
  port.start()
  const connect = (name: string) => portCarrier(open(`stream/${name}`))
  return { mode: 'desktop', client, connect, ending: createEnding() }
}
