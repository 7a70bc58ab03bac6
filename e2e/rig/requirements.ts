import { access, constants, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aptInstall, aptUpdate } from './apt'
import { ping } from './engine-api'
import { withLock } from './lock'
import type { Log } from './types'

/** What the rig runs, and the Debian package that brings it where it is absent. */
const packageOf: Record<string, string> = {
  dockerd: 'docker.io',
  docker: 'docker.io',
  containerd: 'containerd',
  runc: 'runc',
  'docker-registry': 'docker-registry',
  htpasswd: 'apache2-utils',
  debootstrap: 'debootstrap',
  ip: 'iproute2',
  gcc: 'gcc',
}

/** Debian keeps daemons in sbin, which is not on every caller's PATH. */
export const searchPath = [
  process.env['PATH'] ?? '',
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/bin',
  '/bin',
].join(':')

export function usesExistingEngine(): boolean {
  return process.env['BERTH_RIG'] === 'existing'
}

/** One sentence (cause, evidence, next step), or null where the rig can run. */
export async function whyRigCannotRun(): Promise<string | null> {
  if (usesExistingEngine()) return await whyExistingEngineCannotServe()
  if (process.platform !== 'linux')
    return `The rig needs Linux, and this is ${process.platform}: set BERTH_RIG=existing with DOCKER_HOST to use an engine elsewhere.`
  if (process.getuid?.() !== 0)
    return `The rig starts a Docker engine of its own, which needs root, and this is uid ${process.getuid?.() ?? '?'}: run as root, or set BERTH_RIG=existing with DOCKER_HOST.`
  if (!(await mayMount()))
    return 'The rig needs to mount file systems, and this root lacks CAP_SYS_ADMIN (CapEff in /proc/self/status): run on a whole machine or in a privileged container.'
  const absent = await absentPrograms()
  if (absent.length > 0 && (await programAt('apt-get')) === null)
    return `The rig needs ${absent.join(', ')}, which are not on PATH, and there is no apt-get to install them with: install them, or set BERTH_RIG=existing with DOCKER_HOST.`
  return null
}

async function whyExistingEngineCannotServe(): Promise<string | null> {
  const host = process.env['DOCKER_HOST']
  if (host === undefined || !host.startsWith('unix://'))
    return `BERTH_RIG=existing uses the engine at DOCKER_HOST, which is ${host ?? 'not set'}: set it to unix:///path/of/docker.sock.`
  if (!(await ping(host.slice('unix://'.length))))
    return `BERTH_RIG=existing uses the engine at ${host}, which does not answer: start it, or correct DOCKER_HOST.`
  if (process.getuid?.() !== 0)
    return `The rig bootstraps its images with debootstrap, which needs root, and this is uid ${process.getuid?.() ?? '?'}: run as root.`
  return null
}

/** Installs what is absent, without letting the new services start beside the rig's own. */
export async function installRequirements(cache: string, log: Log, signal?: AbortSignal): Promise<void> {
  if ((await absentPrograms()).length === 0) return
  await withLock(join(cache, 'packages.lock'), { signal }, async () => {
    const absent = await absentPrograms()
    if (absent.length === 0) return
    const packages = [...new Set(absent.map((program) => packageOf[program] ?? program))]
    if (packages.includes('gcc')) packages.push('libc6-dev')
    log(`installing ${packages.join(', ')}`)
    const options = { signal, milliseconds: 10 * 60_000, env: aptEnvironment() }
    await aptUpdate(options)
    await withServicesHeld(() => aptInstall(packages, options))
    // Since Debian 13 and Ubuntu 24.04 the client may be a package of its own.
    if ((await programAt('docker')) === null) await aptInstall(['docker-cli'], options)
    const still = await absentPrograms()
    if (still.length > 0)
      throw new Error(`apt-get installed ${packages.join(', ')}, yet ${still.join(', ')} are not on PATH.`)
  })
}

function aptEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, DEBIAN_FRONTEND: 'noninteractive', PATH: searchPath }
}

async function withServicesHeld<T>(work: () => Promise<T>): Promise<T> {
  const policy = '/usr/sbin/policy-rc.d'
  try {
    await writeFile(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return await work()
    throw error
  }
  try {
    return await work()
  } finally {
    await rm(policy, { force: true })
  }
}

async function absentPrograms(): Promise<string[]> {
  const found = await Promise.all(
    Object.keys(packageOf).map(async (name) => ({ name, at: await programAt(name) })),
  )
  return found.filter(({ at }) => at === null).map(({ name }) => name)
}

export async function programAt(name: string): Promise<string | null> {
  for (const folder of searchPath.split(':')) {
    if (folder === '') continue
    try {
      const file = join(folder, name)
      await access(file, constants.X_OK)
      return file
    } catch {
      continue // Not in this folder.
    }
  }
  return null
}

async function mayMount(): Promise<boolean> {
  const status = await readFile('/proc/self/status', 'utf8')
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'
  return (BigInt(`0x${effective}`) & (1n << 21n)) !== 0n // CAP_SYS_ADMIN
}
