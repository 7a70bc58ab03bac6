// One address, one API version, and the three ways of talking to it: a reply, a stream, a hijacked connection.
import { inspect } from 'node:util'
import { readFile } from 'node:fs/promises'
import http, { IncomingMessage } from 'node:http'
import https from 'node:https'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import Docker, { type DockerOptions } from 'dockerode'
import type { Endpoint, Tls } from './address'

export type Ask = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD'
  /** Without the version; every variable part has been validated by the caller. */
  path: string
  query?: Record<string, string | number | undefined>
  body?: object
  file?: Buffer
  registryAuth?: Record<string, string>
}

export type Transport = {
  /** Resolves with the response's head, whatever its status; the body is still to be read. */
  send(ask: Ask, way: 'reply' | 'stream', signal: AbortSignal): Promise<IncomingMessage>
  hijack(ask: Ask, signal: AbortSignal): Promise<Duplex | IncomingMessage>
  /** When the engine was last heard on any connection, by performance.now(). */
  heardAt: () => number
  heard: () => void
  close: () => void
}

type Reachable = Exclude<Endpoint, { is: 'unsupported' }>

/** Every status is an answer here: what it means is decided in calls.ts, with the whole body at hand. */
const anyStatus = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [index + 100, true]))

/** `version` '' is for the ping alone, the one path that has no version. */
export async function openTransport(endpoint: Reachable, version: string): Promise<Transport> {
  const tls = endpoint.is === 'tcp' && endpoint.tls ? await readTls(endpoint.tls) : null
  const Agent = tls ? https.Agent : http.Agent
  const kept = unwritten(new Agent({ ...tls, keepAlive: true }))
  const single = unwritten(new Agent({ ...tls, keepAlive: false }))
  const docker = (agent: http.Agent) => {
    // The type leaves `agent` out; docker-modem takes it (lib/modem.js).
    const options: DockerOptions & { agent: http.Agent } = {
      agent,
      protocol: tls ? 'https' : 'http',
      ...(version ? { version: `v${version}` } : {}),
    }
    const place =
      endpoint.is === 'socket' ? { socketPath: endpoint.path } : { host: endpoint.host, port: endpoint.port }
    return new Docker(Object.assign(options, place))
  }
  const [plain, streaming] = withoutDockerEnvironment(() => [docker(kept), docker(single)] as const)
  let heardAt = performance.now()

  const dial = (client: Docker, ask: Ask, signal: AbortSignal, hijack: boolean) =>
    new Promise<unknown>((resolve, reject) => {
      const query = Object.fromEntries(
        Object.entries(ask.query ?? {}).filter(([, value]) => value !== undefined),
      )
      const path = Object.keys(query).length > 0 ? `${ask.path}?` : ask.path
      client.modem.dial(
        {
          path,
          method: ask.method,
          options: { _query: query, _body: ask.body ?? {} },
          ...(ask.file ? { file: ask.file } : {}),
          ...(ask.registryAuth ? { authconfig: ask.registryAuth } : {}),
          isStream: true,
          hijack,
          statusCodes: anyStatus,
          abortSignal: signal,
        },
        (error, result) => {
          if (error) return reject(error)
          heardAt = performance.now()
          resolve(result)
        },
      )
    })

  return {
    async send(ask, way, signal) {
      const result = await dial(way === 'reply' ? plain : streaming, ask, signal, false)
      if (result instanceof IncomingMessage) return result
      throw new TypeError('the engine client gave no response')
    },
    async hijack(ask, signal) {
      const result = await dial(streaming, ask, signal, true)
      if (result instanceof Duplex || result instanceof IncomingMessage) return result
      throw new TypeError('the engine client gave no connection')
    },
    heardAt: () => heardAt,
    heard: () => {
      heardAt = performance.now()
    },
    close() {
      kept.destroy()
      single.destroy()
    },
  }
}

/**
 * docker-modem writes out each request for its debug log, whether anybody reads that or not (5.0, buildRequest), and with the
 * agent every socket that is open: hundreds of milliseconds for a call where a hundred streams run.
 */
function unwritten<T extends http.Agent>(agent: T): T {
  return Object.defineProperty(agent, inspect.custom, { value: () => '[Agent]' })
}

async function readTls({ folder, verify }: Tls): Promise<https.AgentOptions> {
  if (folder === '') return { rejectUnauthorized: verify }
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => optionalFile(join(folder, name))),
  )
  return {
    rejectUnauthorized: verify,
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
  }
}

async function optionalFile(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    // A context may have a ca and no client certificate; what is there must be readable.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/**
 * docker-modem mixes DOCKER_HOST and DOCKER_CERT_PATH of the process into every client, also into one whose address is
 * given (docker-modem lib/modem.js, defaultOpts); a wrong value there would break sockets that have nothing to do with it.
 */
function withoutDockerEnvironment<T>(make: () => T): T {
  const names = ['DOCKER_HOST', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY', 'DOCKER_CLIENT_TIMEOUT']
  const saved = names.map((name) => [name, process.env[name]] as const)
  for (const name of names) Reflect.deleteProperty(process.env, name)
  try {
    return make()
  } finally {
    for (const [name, value] of saved) if (value !== undefined) process.env[name] = value
  }
}
