// The engine room: the only importer of dockerode. Finds an engine, keeps the connection, offers its verbs.
import type { Candidate } from './address'
import { createConnection } from './connection'
import { createContainers } from './containers'
import { credentialsFor } from './credentials'
import { createImages } from './images'
import { createInfo } from './info'
import type { Engine } from './types'
import { createVolumes } from './volumes'

export { readInfo } from './info'
export type * from './types'
export { credentialsFor, type RegistryAuth } from './credentials'
export { refusalFor } from './failures'
export { joinSignals, pause } from './signals'
export { usageBetween } from './usage'
type EngineOptions = {
  /** The address from the settings; '' means: find one. Read again at every search. */
  address: () => string
  env: NodeJS.ProcessEnv
  home: string
  log: (line: string) => void
  /** Hears each registry login that is used. */
  heard?: (secret: string) => void
}

export function createEngine({ address, env, home, log, heard }: EngineOptions): Engine {
  const around = { env, home, platform: process.platform, uid: process.getuid?.() ?? 0 }
  const connection = createConnection({ address, around, log })
  const { calls } = connection
  const credentials = (name: string, signal: AbortSignal) =>
    credentialsFor(name, { env, home, log, heard }, signal)
  return {
    state: connection.state,
    watch: connection.watch,
    up: connection.up,
    lost: connection.lost,
    reconnect: connection.reconnect,
    onEvent: connection.onEvent,
    cliEnv: () => cliEnvironment(connection.up().address, connection.candidate()),
    info: createInfo(calls),
    containers: createContainers(calls, () => connection.up().apiVersion),
    images: createImages(calls, credentials),
    volumes: createVolumes(calls),
    dispose: connection.dispose,
  }
}

/** DOCKER_HOST wins over any context, so this alone leads the CLI to the same engine. */
function cliEnvironment(address: string, candidate: Candidate | null): Record<string, string> {
  const endpoint = candidate?.endpoint
  const tls = endpoint?.is === 'tcp' ? endpoint.tls : null
  const host = address.startsWith('/') ? `unix://${address}` : address
  if (!tls) return { DOCKER_HOST: host, DOCKER_TLS_VERIFY: '' }
  const folder = tls.folder === '' ? {} : { DOCKER_CERT_PATH: tls.folder }
  return {
    DOCKER_HOST: host,
    ...folder,
    ...(tls.verify ? { DOCKER_TLS_VERIFY: '1' } : { DOCKER_TLS: '1', DOCKER_TLS_VERIFY: '' }),
  }
}
