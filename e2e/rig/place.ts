import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where one rig keeps what is its own, all derived from its name so that a second process finds it. */
export type Place = ReturnType<typeof placeOf>

export function defaultName(): string {
  return process.env['BERTH_RIG_NAME'] ?? 'default'
}

export function cacheFolder(): string {
  return process.env['BERTH_RIG_CACHE'] ?? join(homedir(), '.cache', 'berth-rig')
}

export function placeOf(name: string) {
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name))
    throw new Error(
      `A rig's name has small letters, digits and dashes, at most 32; "${name}" does not. Choose another BERTH_RIG_NAME.`,
    )
  const hash = createHash('sha256').update(name).digest()
  const cache = cacheFolder()
  const data = join(cache, 'rigs', name)
  // Sockets live under /run because a Unix socket's path ends at 108 bytes; programs do not, because
  // Debian's initramfs mounts /run noexec.
  const run = join('/run/berth-rig', name)
  const existing =
    process.env['BERTH_RIG'] === 'existing'
      ? process.env['DOCKER_HOST']?.replace(/^unix:\/\//, '')
      : undefined
  return {
    name,
    cache,
    data,
    run,
    lock: join('/run/berth-rig', `${name}.lock`),
    record: join(run, 'rig.json'),
    socket: existing ?? join(run, 'docker.sock'),
    containerdSocket: join(run, 'containerd.sock'),
    engineData: join(data, 'docker'),
    containerdData: join(data, 'containerd'),
    logs: join(data, 'logs'),
    dockerConfig: join(data, 'docker-config'),
    registryStorage: join(cache, 'registry'),
    password: join(data, 'registry-password'),
    bin: join(data, 'bin'),
    toolkit: join(data, 'toolkit'),
    daemonConfig: join(data, 'daemon.json'),
    /** What BERTH_SIMULATED_HOST names. */
    hostRoot: join(run, 'host'),
    live: join(run, 'nvidia'),
    scenarioFile: join(run, 'nvidia', 'scenario'),
    // An interface name ends at 15 characters.
    bridge: `brig-${hash.toString('hex', 0, 4)}`,
    subnet: 16 + (hash.readUInt8(4) % 200),
    firstPort: 21_000 + (hash.readUInt16BE(5) % 8_000),
  }
}
