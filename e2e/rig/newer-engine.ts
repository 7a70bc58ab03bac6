import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aptInstall } from './apt'
import { outcomeOf, run } from './command'
import { debianSource } from './images/mirror'
import { programAt, searchPath } from './requirements'
import type { Log } from './types'

/**
 * Debian 13's engine (Docker 26.1, the first in Debian with CDI devices), run on whatever this machine is: its programs
 * are taken out of the packages and bound to the libraries that came along, so that nothing is installed. Kept in the cache.
 */
const suite = 'trixie'
const dynamic = [
  'usr/sbin/dockerd',
  'usr/sbin/docker-proxy',
  'usr/bin/containerd',
  'usr/bin/containerd-shim-runc-v2',
]
const runc = 'usr/bin/runc'
const machines: Partial<Record<NodeJS.Architecture, { triplet: string; loader: string }>> = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
}

type Options = { cache: string; log: Log; signal?: AbortSignal | undefined }

/** One sentence, or null where it can be had. */
export async function whyNoNewerEngine(): Promise<string | null> {
  if (machines[process.arch] === undefined) return `there is no recipe for ${process.arch}`
  if ((await debianSource()).mirror === null) return 'this machine knows no Debian mirror'
  return null
}

/** The folder of its programs, for the front of a PATH. */
export async function provideNewerEngine({ cache, log, signal }: Options): Promise<string> {
  const machine = machines[process.arch]
  const { mirror, proxyEnvironment } = await debianSource()
  if (machine === undefined || mirror === null)
    throw new Error((await whyNoNewerEngine()) ?? 'no newer engine')
  const folder = join(cache, 'newer-engine', suite)
  const bin = join(folder, 'bin')
  if ((await outcomeOf(['test', '-d', bin])).code === 0) return bin
  log(`fetching Debian ${suite}'s engine (once)`)
  const env = { ...process.env, ...proxyEnvironment, PATH: searchPath, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { signal, env, milliseconds: 10 * 60_000 }
  if ((await programAt('patchelf')) === null) await aptInstall(['patchelf'], options)
  await rm(folder, { recursive: true, force: true })
  const apt = await privateApt(join(folder, 'apt'), mirror)
  await run(['apt-get', ...apt, '-qq', 'update'], options)
  const quietly = ['-qq', '--yes', '--no-install-recommends', '--download-only']
  await run(['apt-get', ...apt, 'install', ...quietly, 'docker.io'], options)
  const archives = join(folder, 'apt/cache/archives')
  const root = join(folder, 'root')
  await mkdir(root)
  for (const name of (await readdir(archives)).filter((each) => each.endsWith('.deb')))
    await run(['dpkg-deb', '--extract', join(archives, name), root], options)
  await rm(join(folder, 'apt'), { recursive: true })
  const draft = join(folder, 'draft')
  await mkdir(draft)
  const libraries = join(root, 'usr/lib', machine.triplet)
  for (const program of [...dynamic, runc]) {
    const file = join(draft, program.slice(program.lastIndexOf('/') + 1))
    await copyFile(join(root, program), file)
    // RPATH and not RUNPATH: it also holds for the libraries' own libraries.
    const bound = [
      '--force-rpath',
      '--set-rpath',
      libraries,
      '--set-interpreter',
      join(libraries, machine.loader),
    ]
    await run(['patchelf', ...bound, file], options)
  }
  await copyFile(join(root, 'usr/bin/tini-static'), join(draft, 'docker-init'))
  await rename(draft, bin)
  return bin
}

/** An apt whose lists, packages and idea of what is installed (nothing) are its own. */
async function privateApt(folder: string, mirror: string): Promise<string[]> {
  for (const name of ['lists/partial', 'cache/archives/partial', 'parts'])
    await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, 'status'), '')
  const key = '/usr/share/keyrings/debian-archive-keyring.gpg'
  await writeFile(join(folder, 'sources.list'), `deb [signed-by=${key}] ${mirror} ${suite} main\n`)
  const settings = {
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': join(folder, 'parts'),
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': join(folder, 'parts'),
    'APT::Sandbox::User': 'root',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
}
