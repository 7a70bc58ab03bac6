import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './command'
import { pidOf, startDaemon, stopDaemon } from './daemon'
import { answering } from './engine'
import type { Place } from './place'
import { searchPath } from './requirements'

/**
 * Two real registries over one storage: one asks for a login, the other serves anybody and takes nothing.
 * The storage belongs to the cache and is shared by all rigs, so what one has built the next one pulls.
 */
export const registryUser = 'berth'

export type RegistryPorts = { registryPort: number; anonymousPort: number }

export async function startRegistries(
  place: Place,
  ports: RegistryPorts,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(place.registryStorage, { recursive: true })
  const htpasswd = join(place.data, 'htpasswd')
  const line = await run(['htpasswd', '-niB', registryUser], { input: await registryPassword(place) })
  await writeFile(htpasswd, line, { mode: 0o600 })
  await startOne(place, 'registry', {
    port: ports.registryPort,
    lines: ['auth:', '  htpasswd:', '    realm: Berth rig', `    path: ${htpasswd}`],
    readOnly: false,
  })
  await startOne(place, 'registry-anonymous', { port: ports.anonymousPort, lines: [], readOnly: true })
  for (const port of [ports.registryPort, ports.anonymousPort])
    await answering(`The registry on port ${port} (log: ${place.logs})`, signal, () => speaksRegistry(port))
}

export async function stopRegistries(place: Place, signal?: AbortSignal): Promise<void> {
  for (const name of ['registry', 'registry-anonymous'])
    await stopDaemon(join(place.run, `${name}.json`), { graceMilliseconds: 5_000, signal })
}

export async function registriesAreRunning(place: Place): Promise<boolean> {
  return (await pidOf(join(place.run, 'registry.json'))) !== null
}

/** Made once per rig, so that a saved login stays good from run to run. */
export async function registryPassword(place: Place): Promise<string> {
  try {
    return await readFile(place.password, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const password = randomBytes(12).toString('hex')
    await writeFile(place.password, password, { mode: 0o600 })
    return password
  }
}

/** DOCKER_CONFIG with the login in it, as `docker login` would leave it. */
export async function writeDockerConfig(place: Place, host: string): Promise<void> {
  await mkdir(place.dockerConfig, { recursive: true })
  const auth = Buffer.from(`${registryUser}:${await registryPassword(place)}`).toString('base64')
  await writeFile(
    join(place.dockerConfig, 'config.json'),
    JSON.stringify({ auths: { [host]: { auth } } }, null, 2),
    {
      mode: 0o600,
    },
  )
}

type OneRegistry = { port: number; lines: string[]; readOnly: boolean }

async function startOne(place: Place, name: string, { port, lines, readOnly }: OneRegistry): Promise<void> {
  const config = join(place.data, `${name}.yml`)
  await writeFile(
    config,
    [
      'version: 0.1',
      'log: { level: warn }',
      'storage:',
      `  filesystem: { rootdirectory: ${place.registryStorage} }`,
      '  delete: { enabled: true }',
      `  maintenance: { readonly: { enabled: ${String(readOnly)} } }`,
      'http:',
      `  addr: 127.0.0.1:${port}`,
      // Without it a registry on several processes cannot tell uploads of its own.
      `  secret: ${await registryPassword(place)}`,
      ...lines,
      '',
    ].join('\n'),
    { mode: 0o600 },
  )
  await startDaemon({
    pidFile: join(place.run, `${name}.json`),
    logFile: join(place.logs, `${name}.log`),
    command: ['docker-registry', 'serve', config],
    env: { PATH: searchPath, OTEL_TRACES_EXPORTER: 'none' },
  })
}

async function speaksRegistry(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/v2/`, { signal: AbortSignal.timeout(1_000) })
    return [200, 401].includes(answer.status)
  } catch {
    return false // Not listening yet.
  }
}
