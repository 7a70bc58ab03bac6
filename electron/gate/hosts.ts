// Whom a request is for, by its Host: our own page, or one environment's server. Any other name is DNS rebinding.

/**
 * Our page's name on this machine. Under it each server has its own, `<environment id>.berth.localhost`: another origin,
 * but the same site, so that browsers which refuse third-party cookies and storage (JupyterLab needs both) do not refuse
 * them here. `localhost` itself cannot do that: to a browser it is a public suffix, like `com`. See docs/decisions/.
 */
export const pageName = 'berth.localhost'

/** How browsers reach us: the page's name, the notebooks' names below it, and whether over TLS. */
export type Site = { name: string; secure: boolean }
export const loopbackSite: Site = { name: pageName, secure: false }

export type Destination =
  | { is: 'app'; host: string; port: string }
  /** Another name of this machine: the browser is sent to `app`. */
  | { is: 'alias'; port: string }
  | { is: 'server'; environmentId: string; host: string; port: string }

const aliases = new Set(['localhost', '127.0.0.1', '[::1]'])
const environment = /^[a-z2-7]{8,32}$/

/**
 * null: refuse. The port is not checked: behind `ssh -L 9000:localhost:8400` the browser truly says 9000, and a name
 * that an attacker's DNS could answer for is refused whatever its port.
 */
export function destination(host: string | undefined, site = loopbackSite): Destination | null {
  const parts = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/.exec((host ?? '').toLowerCase())
  const name = parts?.[1]
  if (parts === null || name === undefined) return null
  const port = parts[2] ?? (site.secure ? '443' : '80')
  if (name === site.name) return { is: 'app', host: parts[0], port }
  // A name of the user's own has a certificate, which fits no other.
  if (aliases.has(name) && site.name === pageName) return { is: 'alias', port }
  const id = name.endsWith(`.${site.name}`) ? name.slice(0, -site.name.length - 1) : ''
  return environment.test(id) ? { is: 'server', environmentId: id, host: parts[0], port } : null
}

/** `host` is a Host header's, with its port where it has one. */
export function originAt(host: string, { secure }: Site): string {
  return `${secure ? 'https' : 'http'}://${host}`
}

/** Browsers send Origin with every WebSocket; a page may open ours only if it is ours. */
export function sameOrigin(origin: string | undefined, host: string, site = loopbackSite): boolean {
  return origin !== undefined && origin.toLowerCase() === originAt(host, site)
}

/**
 * For an environment's server: its own pages may do anything, other sites may at most navigate to it. We add the token
 * to every request, and Jupyter skips its own cross-site check for requests that carry it: this is that check.
 */
export function fromOwnPages(
  request: {
    method: string
    host: string
    origin: string | undefined
    fetchSite: string | undefined
    fetchMode: string | undefined
  },
  site = loopbackSite,
): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (request.origin !== undefined && request.origin !== 'null')
    return sameOrigin(request.origin, request.host, site)
  if (request.origin === 'null') return false
  const from = request.fetchSite
  if (from === undefined || from === 'same-origin' || from === 'none') return true
  return reads && request.fetchMode === 'navigate'
}
