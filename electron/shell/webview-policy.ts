// What a notebook's <webview> may do, decided purely; webview.ts applies it.
import type { JupyterServer } from '../services'

export type ServerPlace = Pick<JupyterServer, 'host' | 'port'>

export function partitionOf(environmentId: string): string {
  return `persist:jupyter-${environmentId}`
}

export function serverOrigin({ host, port }: ServerPlace): string {
  return `http://${host}:${port}`
}

/** Is this address, by http or WebSocket, at exactly this server? */
export function isAtServer(url: string, server: ServerPlace): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  const own = new URL(serverOrigin(server)).host
  return (protocol === 'http:' || protocol === 'ws:') && host === own
}

/**
 * May the token be added? Only to requests at the server that its own pages make, or that a person's navigation makes:
 * with the token Jupyter skips its own cross-site check, so another site's page, framed in a notebook, must not get it.
 */
export function deservesToken(
  request: {
    url: string
    method: string
    resourceType: string
    /** The Origin header, where there is one. */
    origin: string | undefined
    /** Who asked: the initiator where Electron says it (newer ones), else the asking frame; null where neither is known. */
    askedBy: string | null
  },
  server: ServerPlace,
): boolean {
  if (!isAtServer(request.url, server)) return false
  const own = serverOrigin(server)
  if (request.origin !== undefined) return request.origin === own
  const navigates = request.resourceType === 'mainFrame' || request.resourceType === 'subFrame'
  if (navigates) return request.method === 'GET'
  return request.askedBy === null || request.askedBy === own
}
