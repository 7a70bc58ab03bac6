// Where an engine may be, in the order in which it is looked for.
import { join } from 'node:path'
import { parseAddress, type Candidate, type Surroundings, type Tls } from './address'
import { currentContext } from './contexts'

/** TLS as the CLI's environment asks for it, for tcp addresses given by hand. */
function tlsFromEnvironment({ env, home }: Surroundings): Tls | null {
  const { DOCKER_TLS_VERIFY: verify, DOCKER_TLS: unverified, DOCKER_CERT_PATH: folder } = env
  if (!verify && !unverified && !folder) return null
  return {
    folder: folder ?? env['DOCKER_CONFIG'] ?? join(home, '.docker'),
    verify: !unverified || Boolean(verify),
  }
}

function usualSockets({ env, home, platform, uid }: Surroundings): Pick<Candidate, 'source' | 'address'>[] {
  if (platform === 'win32')
    return [
      { source: 'system', address: 'npipe:////./pipe/docker_engine' },
      { source: 'desktop', address: 'npipe:////./pipe/dockerDesktopLinuxEngine' },
      { source: 'podman', address: 'npipe:////./pipe/podman-machine-default' },
    ]
  const runtime = env['XDG_RUNTIME_DIR'] ?? `/run/user/${uid}`
  const desktop = platform === 'darwin' ? '.docker/run/docker.sock' : '.docker/desktop/docker.sock'
  return [
    { source: 'system', address: 'unix:///var/run/docker.sock' },
    { source: 'rootless', address: `unix://${join(runtime, 'docker.sock')}` },
    { source: 'desktop', address: `unix://${join(home, desktop)}` },
    { source: 'podman', address: `unix://${join(runtime, 'podman/podman.sock')}` },
    { source: 'podman', address: 'unix:///run/podman/podman.sock' },
  ]
}

/** The addresses to try, in order, each once. `address` is the one from the settings, '' to search. */
export async function candidates(address: string, around: Surroundings): Promise<Candidate[]> {
  const found: Candidate[] = []
  const tls = tlsFromEnvironment(around)
  const byHand = (source: 'settings' | 'DOCKER_HOST', given: string) =>
    found.push({ source, name: '', address: given, endpoint: parseAddress(given, tls), exclusive: true })

  if (address !== '') byHand('settings', address)
  const host = around.env['DOCKER_HOST']
  if (host) byHand('DOCKER_HOST', host)
  // Like the CLI: DOCKER_HOST means the default context, so no other context counts beside it.
  const context = host ? null : await currentContext(around)
  if (context) found.push({ ...context, source: 'context', exclusive: false })
  for (const usual of usualSockets(around))
    found.push({ ...usual, name: '', endpoint: parseAddress(usual.address, null), exclusive: false })

  return found.filter((one, index) => found.findIndex((other) => other.address === one.address) === index)
}
