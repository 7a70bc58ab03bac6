// Whom a request is for, by its Host: our own page, or one environment's server. Any other name is DNS rebinding.

/**
 * Our page's name. Under it each server has its own, `<environment id>.berth.localhost`: another origin, but the same
 * site, so that browsers which refuse third-party cookies and storage (JupyterLab needs both) do not refuse them here.
 * `localhost` itself cannot do that: to a browser it is a public suffix, like `com`. See docs/decisions/.
 */
export const pageName = 'berth.localhost'

export type Destination =
  | { is: 'app'; host: string; port: string }
  /** Another name of this machine: the browser is sent to `app`. */
  | { is: 'alias'; port: string }
  | { is: 'server'; environmentId: string; host: string; port: string }

const aliases = new Set(['localhost', '127.0.0.1', '[::1]'])
const environment = /^([a-z2-7]{8,32})\.berth\.localhost$/

/**
 * null: refuse. The port is not checked: behind `ssh -L 9000:localhost:8400` the browser truly says 9000, and a name
 * that an attacker's DNS could answer for is refused whatever its port.
 */
export function destination(host: string | undefined): Destination | null {
  const parts = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/.exec((host ?? '').toLowerCase())
  const name = parts?.[1]
  if (parts === null || name === undefined) return null
  const port = parts[2] ?? '80'
  if (name === pageName) return { is: 'app', host: parts[0], port }
  if (aliases.has(name)) return { is: 'alias', port }
  const id = environment.exec(name)?.[1]
  return id === undefined ? null : { is: 'server', environmentId: id, host: parts[0], port }
}

/** Browsers send Origin with every WebSocket; a page may open ours only if it is ours. */
export function sameOrigin(origin: string | undefined, host: string): boolean {
  return origin !== undefined && origin.toLowerCase() === `http://${host}`
}

/**
 * For an environment's server: its own pages may do anything, other sites may at most navigate to it. We add the token
 * to every request, and Jupyter skips its own cross-site check for requests that carry it: this is that check.
 */
export function fromOwnPages(request: {
  method: string
  host: string
  origin: string | undefined
  fetchSite: string | undefined
  fetchMode: string | undefined
}): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (request.origin !== undefined && request.origin !== 'null')
    return sameOrigin(request.origin, request.host)
  if (request.origin === 'null') return false
  const site = request.fetchSite
  if (site === undefined || site === 'same-origin' || site === 'none') return true
  return reads && request.fetchMode === 'navigate'
}
