import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { engineCall } from '../engine-api'
import { withLock, writeWhole } from '../lock'
import type { Images, Log } from '../types'
import { makeBase } from './base'
import { buildImages } from './build'
import { dockerOf, type DockerTarget } from './docker'

/**
 * The rig's images: built once in whichever engine comes first, pushed into the shared registry storage, and
 * from then on pulled like any others.
 */
export const recipeFolder = join(__dirname, 'recipe')

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

export type ImageOptions = DockerTarget & { cache: string; images: Images; log: Log; signal?: AbortSignal | undefined }

export async function provideImages(options: ImageOptions): Promise<void> {
  await buildOnce(options)
  const docker = dockerOf(options)
  for (const reference of [options.images.jupyter, options.images.plain, options.images.tiny]) {
    if (await isPresent(options.socket, reference)) continue
    options.log(`pulling ${reference}`)
    await docker(['pull', '--quiet', reference])
  }
}

async function buildOnce(options: ImageOptions): Promise<void> {
  const { cache, log, signal } = options
  const key = await contentKey()
  const marker = join(cache, `images-${key}.json`)
  if (await isFile(marker)) return
  await withLock(join(cache, 'images.lock'), { signal }, async () => {
    if (await isFile(marker)) return
    const folder = join(cache, 'base', key)
    await mkdir(join(cache, 'base'), { recursive: true })
    const base = await makeBase({ folder, recipe: recipeFolder, log, signal })
    const sizes = await buildImages({ ...options, base, recipe: recipeFolder })
    await writeWhole(marker, JSON.stringify(sizes, null, 2))
  })
}

/** Changes when a recipe or the way of building does. */
async function contentKey(): Promise<string> {
  const hash = createHash('sha256').update(process.arch)
  const recipes = (await readdir(recipeFolder)).sort().map((name) => join(recipeFolder, name))
  for (const file of [...recipes, join(__dirname, 'build.ts')]) hash.update(await readFile(file))
  return hash.digest('hex').slice(0, 12)
}

export async function isPresent(socket: string, reference: string): Promise<boolean> {
  return (await engineCall({ socket, method: 'GET', path: `/images/${reference}/json` })).status === 200
}

async function isFile(file: string): Promise<boolean> {
  try {
    await readFile(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
