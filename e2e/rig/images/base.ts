import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { outcomeOf, run } from '../command'
import { searchPath } from '../requirements'
import type { Log } from '../types'
import { debianSource } from './mirror'
import { suite } from './plan'

/** What every image is made of: a Debian 13 tree and a folder of packages, both kept in the cache by content key. */
export type Base = { tree: string; debs: string }

type BaseOptions = { cache: string; recipe: string; log: Log; signal?: AbortSignal | undefined }

export async function makeBase({ cache, recipe, log, signal }: BaseOptions): Promise<Base> {
  const folder = join(cache, 'base', await baseKey(recipe))
  const base: Base = { tree: join(folder, 'tree'), debs: join(folder, 'debs') }
  if ((await outcomeOf(['test', '-d', base.tree])).code === 0) return base
  const draft = `${folder}.draft`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  const tree = join(draft, 'tree')
  const { mirror, proxyEnvironment } = await debianSource()
  const env = { ...process.env, ...proxyEnvironment, PATH: searchPath }
  log(`bootstrapping Debian ${suite} (once; about half a minute)`)
  await run(['debootstrap', '--variant=minbase', suite, tree, ...(mirror === null ? [] : [mirror])], {
    signal,
    env,
    milliseconds: 10 * 60_000,
  })
  log('collecting packages for the images (once)')
  await inTree(tree, join(recipe, 'collect-packages.sh'), { signal, env })
  await rename(join(tree, 'debs'), join(draft, 'debs'))
  await inTree(tree, join(recipe, 'trim-base.sh'), { signal, env })
  await rename(draft, folder)
  return base
}

export async function baseKey(recipe: string): Promise<string> {
  const hash = createHash('sha256').update(`${suite} ${process.arch}`)
  for (const script of ['collect-packages.sh', 'trim-base.sh'])
    hash.update(await readFile(join(recipe, script)))
  return hash.digest('hex').slice(0, 12)
}

async function inTree(
  tree: string,
  script: string,
  options: { signal: AbortSignal | undefined; env: NodeJS.ProcessEnv },
): Promise<void> {
  await run(['chroot', tree, '/bin/sh', '-s'], {
    ...options,
    input: await readFile(script, 'utf8'),
    milliseconds: 10 * 60_000,
  })
}

/** `tar -c tree | docker import`, because the client does not read folders. */
export async function importTree(
  tree: string,
  options: {
    docker: readonly string[]
    env: NodeJS.ProcessEnv
    reference: string
    changes: readonly string[]
  },
): Promise<void> {
  const tar = spawn('tar', ['-C', tree, '--numeric-owner', '--one-file-system', '-c', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [program, ...args] = options.docker
  const changes = options.changes.flatMap((change) => ['--change', change])
  const load = spawn(program ?? 'docker', [...args, 'import', ...changes, '-', options.reference], {
    stdio: [tar.stdout, 'ignore', 'inherit'],
    env: options.env,
  })
  tar.stdout.destroy() // The importer has its own copy of the pipe; ours would keep tar from seeing it close.
  const codes = await Promise.all(
    [tar, load].map(
      (child) =>
        new Promise<number | null>((resolve, reject) => {
          child.once('error', reject)
          child.once('close', resolve)
        }),
    ),
  )
  if (codes.some((code) => code !== 0))
    throw new Error(`Importing ${tree} failed: tar and docker ended with ${codes.join(', ')}.`)
}
