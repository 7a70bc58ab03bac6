// Refusing a WebSocket before it is one: Node leaves the connection to whoever took the upgrade, and no limit of its server's holds it.
import type { Duplex } from 'node:stream'

/** Time to read the answer. Whoever keeps the connection open on their side does not keep it open on ours. */
const lingerMilliseconds = 1_000

/** `status`: '403 Forbidden' */
export function refuseUpgrade(socket: Duplex, status: string, headers: Record<string, string> = {}): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status}`, ...lines, 'Connection: close', '', ''].join('\r\n'))
  // Unread bytes would turn our end into a reset, which can overtake the answer.
  socket.resume()
  const cut = setTimeout(() => socket.destroy(), lingerMilliseconds)
  socket.once('close', () => clearTimeout(cut))
}
