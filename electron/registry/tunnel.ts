// HTTPS through a proxy: CONNECT first, then TLS to the registry inside the tunnel.
import http from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import { connect, type ConnectionOptions } from 'node:tls'

export function proxyAuthorisation({ username, password }: URL): Record<string, string> {
  if (username === '') return {}
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }
}

/** Without its login: Node would make an Authorization for the registry of it. */
export function proxyAddress({ protocol, hostname, port }: URL) {
  return {
    protocol,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port || (protocol === 'https:' ? 443 : 80),
  }
}

export function tunnelAgent(proxy: URL, tls: ConnectionOptions, signal: AbortSignal): https.Agent {
  const agent = new https.Agent({ ...tls, keepAlive: true })
  agent.createConnection = (options, done) => {
    const host = options.host ?? ''
    const target = `${host.includes(':') ? `[${host}]` : host}:${String(options.port ?? 443)}`
    tunnel(proxy, target, signal).then(
      (socket) => {
        // An address has no server name; who answers is then checked against `host`.
        const inside = connect({ ...tls, socket, host, servername: options.servername ?? '' })
        inside.once('secureConnect', () => done?.(null, inside))
        inside.once('error', (error: Error) => done?.(error, inside))
      },
      // The type wants a stream beside the error; node:_http_agent looks at it only when there is no error.
      (error: unknown) =>
        done?.(error instanceof Error ? error : new Error(String(error)), undefined as never),
    )
    return undefined
  }
  return agent
}

function tunnel(proxy: URL, target: string, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    if (!/^https?:$/.test(proxy.protocol))
      return reject(new Error(`proxyconnect tcp: a ${proxy.protocol}// proxy is not supported`))
    const way = proxy.protocol === 'https:' ? https : http
    const headers = { host: target, ...proxyAuthorisation(proxy) }
    const request = way.request({
      ...proxyAddress(proxy),
      ...{ method: 'CONNECT', path: target, headers, signal, agent: false },
    })
    request.once('connect', ({ statusCode, statusMessage }, socket) => {
      if (statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(new Error(`proxyconnect tcp: ${proxy.host}: ${String(statusCode)} ${statusMessage ?? ''}`))
    })
    request.once('response', (response) => {
      response.destroy()
      reject(new Error(`proxyconnect tcp: ${proxy.host}: ${String(response.statusCode)}`))
    })
    request.once('error', (error) =>
      reject(new Error(`proxyconnect tcp: ${error.message}`, { cause: error })),
    )
    request.end()
  })
}
