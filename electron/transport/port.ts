// The desktop carrier's main side: takes the ports that our page hands over through the preload, and no other's.
import { RPCHandler } from '@orpc/server/message-port'
import { ipcMain, type IpcMainEvent, type MessagePortMain } from 'electron'
import { z } from 'zod'
import { portCarrier } from '../../shared/bytes'
import type { Router } from '../router'
import type { StreamRegistry } from '../services'
import { parseChannel } from './channel'

const RequestSchema = z.object({ kind: z.string() })

export type PortServer = {
  /** Is this event from the main frame of our own window, showing our own page? */
  trusts(event: IpcMainEvent): boolean
  /** A page may ask before they are there: its ports wait for them. */
  services: Promise<{ router: Router; streams: StreamRegistry }>
}

/** Ports of a page that went away close by themselves; those still open are closed by the disposer. */
export function servePorts({ services, ...server }: PortServer): () => void {
  const open = new Set<MessagePortMain>()
  const behind = services.then(({ router, streams }) => ({ handler: new RPCHandler(router), streams }))

  const accept = (event: IpcMainEvent, message: unknown) => {
    const request = RequestSchema.safeParse(message)
    const channel = request.success && server.trusts(event) ? parseChannel(request.data.kind) : null
    const [port, ...others] = event.ports
    for (const other of others) other.close()
    if (port === undefined) return
    if (channel === null) return port.close()
    open.add(port)
    port.on('close', () => open.delete(port))
    const connect = async () => {
      const { handler, streams } = await behind
      if (!open.has(port)) return
      if (channel.is === 'stream') return streams.connect(channel.name, portCarrier(port))
      handler.upgrade(port)
      port.start()
    }
    // Whoever makes the services says why there are none.
    connect().catch(() => port.close())
  }

  ipcMain.on('berth:port', accept)
  return () => {
    ipcMain.off('berth:port', accept)
    for (const port of open) port.close()
  }
}
