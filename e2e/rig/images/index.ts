import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../command'
import { engineCall } from '../engine-api'
import { withLock, writeWhole } from '../lock'
import { searchPath } from '../requirements'
import type { Images, Log } from '../types'
import { makeBase, type Base } from './base'
import { buildImages } from './build'
import { dockerOf, type DockerTarget } from './docker'
import { baseChanges, planLayers, suite, tinyChanges } from './plan'

/**
 * The rig's images: built once in whichever engine comes first, pushed into the shared registry storage, and
 * from then on pulled like any others.
 */
export const recipeFolder = join(import.meta.dirname, 'recipe')

export function imageNames(registryHost: string): Images {
  const named = (name: string, tag: string) => `${registryHost}/berth/${name}:${tag}`
  return {
    jupyter: named('jupyter', '4.0.11-1'),
    jupyterRemote: named('jupyter-remote', '4.0.11-1'),
    plain: named('plain', '13-1'),
    plainRemote: named('plain-remote', '13-1'),
    tiny: named('tiny', '1'),
  }
}

export type ImageOptions = DockerTarget & {
  cache: string
  data: string
  images: Images
  log: Log
  signal?: AbortSignal | undefined
}

export async function provideImages(options: ImageOptions): Promise<void> {
  const key = await contentKey()
  await buildOnce(options, key)
  // The tags stay when a recipe changes, so what the engine has under them may be older than the registry's.
  const note = join(options.data, 'images-key')
  const current = (await textOf(note)) === key
  const docker = dockerOf(options)
  for (const reference of [options.images.jupyter, options.images.plain, options.images.tiny]) {
    if (current && (await isPresent(options.socket, reference))) continue
    options.log(`pulling ${reference}`)
    await docker(['pull', '--quiet', reference])
  }
  await writeWhole(note, key)
}

async function buildOnce(options: ImageOptions, key: string): Promise<void> {
  const { cache, log, signal } = options
  const marker = join(cache, 'images-key')
  if ((await textOf(marker)) === key) return
  await withLock(join(cache, 'images.lock'), { signal }, async () => {
    if ((await textOf(marker)) === key) return
    const base = await makeBase({ cache, recipe: recipeFolder, log, signal })
    await buildImages({ ...options, base, recipe: recipeFolder })
    await writeWhole(marker, key)
    await tidy(options, base)
  })
}

/** Only what the present recipes gave stays: an older base and the layers that no tag names any more go. */
async function tidy({ cache, data, signal }: ImageOptions, base: Base): Promise<void> {
  const folder = join(cache, 'base')
  for (const name of await readdir(folder))
    if (join(folder, name, 'tree') !== base.tree)
      await rm(join(folder, name), { recursive: true, force: true })
  await run(['docker-registry', 'garbage-collect', '--delete-untagged', join(data, 'registry.yml')], {
    signal,
    env: { PATH: searchPath, OTEL_TRACES_EXPORTER: 'none' },
    milliseconds: 5 * 60_000,
  })
}

/** Changes when a recipe or the plan does, and with nothing else: no rebuild because a line was formatted anew. */
async function contentKey(): Promise<string> {
  const plan = [planLayers(imageNames('registry')), baseChanges, tinyChanges, suite]
  const hash = createHash('sha256').update(process.arch).update(JSON.stringify(plan))
  for (const name of (await readdir(recipeFolder)).sort())
    hash.update(await readFile(join(recipeFolder, name)))
  return hash.digest('hex').slice(0, 12)
}

export async function isPresent(socket: string, reference: string): Promise<boolean> {
  return (await engineCall({ socket, method: 'GET', path: `/images/${reference}/json` })).status === 200
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
