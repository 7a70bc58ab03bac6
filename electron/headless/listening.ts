// The server itself: how long it waits, how much it takes, and the certificate it shows.
import { once } from 'node:events'
import { createServer as createPlain, type Server } from 'node:http'
import { createServer as createSecure, type Server as SecureServer } from 'node:https'
import type { Log } from '../log'
import { followCertificate, readCertificate, type CertificateFiles } from './certificate'

/** RFC 9112 sets no limits; these hold whoever opens connections and says little or too much. */
const limits = {
  /** From the connection on: a request's head that comes a byte at a time is not waited for. */
  headersTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
  /** A notebook's upload through a slow tunnel may take longer than Node's five minutes. */
  requestTimeout: 0,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16_384,
  requireHostHeader: true,
  insecureHTTPParser: false,
}
const handshakeTimeout = 10_000
/** Pages, notebooks, terminals and logs of everybody together. */
const mostConnections = 1_024

export type Listening = { server: Server | SecureServer; port: number; stop: () => void }

export async function listen(options: {
  address: string
  /** 0: any free one. */
  port: number
  secure: (CertificateFiles & { name: string }) | null
  log: Log
}): Promise<Listening> {
  const { address, port, secure, log } = options
  let server: Server | SecureServer
  let stop: () => void = () => undefined
  if (secure === null) server = createPlain(limits)
  else {
    const { certificate, warnings } = await readCertificate(secure)
    for (const warning of warnings) log(warning)
    const over = createSecure({ ...limits, ...certificate, handshakeTimeout, minVersion: 'TLSv1.2' })
    stop = followCertificate({
      ...secure,
      log,
      last: certificate,
      onNew: (next) => over.setSecureContext(next),
    })
    server = over
  }
  server.maxConnections = mostConnections
  try {
    server.listen(port, address)
    await once(server, 'listening')
  } catch (error) {
    stop()
    throw error
  }
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port')
  return { server, port: bound.port, stop }
}
