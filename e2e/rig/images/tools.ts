// The image with the programs that people run in a terminal: made when a test first asks for it, cached by content, never pushed.
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { outcomeOf, run } from '../command'
import { withLock } from '../lock'
import { searchPath } from '../requirements'
import type { Log } from '../types'
import { baseKey, importTree, makeBase } from './base'
import { dockerEnvironment, type DockerTarget } from './docker'
import { isPresent, recipeFolder } from './index'
import { debianSource } from './mirror'
import { baseChanges, suite } from './plan'

const script = join(import.meta.dirname, 'tools', 'install.sh')
const fallbackMirror = 'http://deb.debian.org/debian'
const changes = [...baseChanges, 'LABEL sh.berth.simulated="true"']

/** Named by its content: a changed recipe is another image, and one that is there need not be looked into. */
export async function toolsReference(): Promise<string> {
  const hash = createHash('sha256').update(await baseKey(recipeFolder))
  hash.update(await readFile(script)).update(changes.join('\n'))
  return `berth-rig/tools:${hash.digest('hex').slice(0, 12)}`
}

/** Its reference, once the engine has it: about a minute the first time on a machine, seconds on another rig, then at once. */
export async function provideTools(target: DockerTarget & { cache: string; log: Log }): Promise<string> {
  const reference = await toolsReference()
  if (await isPresent(target.socket, reference)) return reference
  await withLock(join(target.cache, 'images.lock'), { signal: target.signal }, async () => {
    if (await isPresent(target.socket, reference)) return
    const tree = await toolsTree({ ...target, key: reference.split(':')[1] ?? '' })
    await importTree(tree, { docker: ['docker'], env: dockerEnvironment(target), reference, changes })
  })
  return reference
}

type TreeOptions = { cache: string; key: string; log: Log; signal?: AbortSignal | undefined }

async function toolsTree({ cache, key, log, signal }: TreeOptions): Promise<string> {
  const folder = join(cache, 'tools')
  const tree = join(folder, key)
  if ((await outcomeOf(['test', '-d', tree])).code === 0) return tree
  const base = await makeBase({ cache, recipe: recipeFolder, log, signal })
  log('installing the terminal programs (once; about a minute)')
  const draft = join(folder, 'draft')
  await rm(draft, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await run(['cp', '--archive', '--reflink=auto', base.tree, draft], { signal, milliseconds: 5 * 60_000 })
  await copyFile('/etc/resolv.conf', join(draft, 'etc/resolv.conf'))
  const { mirror, proxyEnvironment } = await debianSource()
  await run(['chroot', draft, '/bin/sh', '-s', mirror ?? fallbackMirror, suite], {
    signal,
    env: { ...process.env, ...proxyEnvironment, PATH: searchPath },
    input: await readFile(script, 'utf8'),
    milliseconds: 10 * 60_000,
  })
  await rm(join(draft, 'etc/resolv.conf'))
  await rename(draft, tree)
  for (const name of await readdir(folder))
    if (name !== key) await rm(join(folder, name), { recursive: true, force: true })
  return tree
}
