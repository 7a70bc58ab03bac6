// An engine's address, read as the docker CLI reads it.
import type { EngineAttempt } from '../../shared/contract/engine'

export type Tls = { folder: string; verify: boolean }

export type Endpoint =
  | { is: 'socket'; path: string }
  | { is: 'tcp'; host: string; port: number; tls: Tls | null }
  | { is: 'unsupported'; why: string }

export type Candidate = {
  source: EngineAttempt['source']
  name: string
  address: string
  endpoint: Endpoint
  /** A person named this engine: when it does not answer, no other may stand in for it unasked. */
  exclusive: boolean
}

export type Surroundings = { env: NodeJS.ProcessEnv; home: string; platform: NodeJS.Platform; uid: number }

/** Reads an address as the docker CLI does; TLS only matters for tcp. */
export function parseAddress(address: string, tls: Tls | null): Endpoint {
  if (address.startsWith('unix://')) return { is: 'socket', path: address.slice('unix://'.length) }
  if (address.startsWith('npipe://')) return { is: 'socket', path: address.slice('npipe://'.length) }
  if (address.startsWith('/')) return { is: 'socket', path: address }
  if (address.startsWith('ssh://'))
    return { is: 'unsupported', why: 'ssh:// addresses are not supported yet' }
  const withScheme = address.includes('://') ? address : `tcp://${address}`
  // As http, because URL knows no host in schemes it has not heard of.
  const asHttp = withScheme.replace(/^[a-z]+:/i, 'http:')
  const url = URL.canParse(asHttp) ? new URL(asHttp) : null
  const scheme = withScheme.slice(0, withScheme.indexOf(':')).toLowerCase()
  if (!url?.hostname || !['tcp', 'http', 'https'].includes(scheme))
    return { is: 'unsupported', why: `not an engine address: ${address}` }
  // Docker's ports: 2375 in the clear, 2376 with TLS. URL drops port 80, which is http's own.
  const port = Number(url.port) || (/:80$/.test(withScheme) ? 80 : tls ? 2376 : 2375)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return { is: 'tcp', host, port, tls: tls ?? (scheme === 'https' ? { folder: '', verify: true } : null) }
}
