import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../command'
import type { Images, Log } from '../types'
import { importTree, type Base } from './base'
import { dockerEnvironment, dockerOf, type DockerTarget } from './docker'
import { baseChanges, baseImage, planLayers, tinyChanges, type Layer } from './plan'

export type Build = DockerTarget & { base: Base; recipe: string; images: Images; log: Log }
type Docker = (args: readonly string[]) => Promise<string>

/** Builds all images in the rig's engine and pushes them into its registry. */
export async function buildImages(build: Build): Promise<void> {
  const { images, log } = build
  const docker = dockerOf(build)
  const layers = planLayers(images)
  await importTree(build.base.tree, {
    docker: ['docker'],
    env: dockerEnvironment(build),
    reference: baseImage,
    changes: baseChanges,
  })
  for (const [index, layer] of layers.entries()) {
    log(`building layer ${index + 1} of ${layers.length}: ${layer.to}`)
    await addLayer(docker, build, layer)
  }
  await importTiny(build)
  for (const reference of Object.values(images)) {
    log(`pushing ${reference}`)
    await docker(['push', '--quiet', reference])
  }
  const steps = new Set(layers.map(({ to }) => to).filter((name) => name.startsWith('berth-rig-build/')))
  await docker(['rmi', images.jupyterRemote, images.plainRemote, baseImage, ...steps])
}

/** One container run, committed: one layer. It has no network, so a build gives the same result offline. */
async function addLayer(docker: Docker, build: Build, layer: Layer): Promise<void> {
  const name = `berth-rig-build-${process.pid}`
  const mounts = ['--volume', `${build.base.debs}:/mnt/debs:ro`, '--volume', `${build.recipe}:/mnt/recipe:ro`]
  try {
    const command = ['/bin/sh', `/mnt/recipe/${layer.script}`, ...layer.args]
    await docker(['run', '--name', name, '--network', 'none', ...mounts, layer.from, ...command])
    await docker(['commit', ...layer.changes.flatMap((change) => ['--change', change]), name, layer.to])
  } finally {
    await docker(['rm', '--force', name])
  }
}

/** Busybox and its links, from the collected package. */
async function importTiny(build: Build): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'berth-rig-tiny-'))
  try {
    const deb = (await run(['find', build.base.debs, '-name', 'busybox-static_*.deb'])).trim()
    await run(['dpkg-deb', '-x', deb, join(scratch, 'deb')])
    const root = join(scratch, 'root')
    for (const folder of ['bin', 'etc', 'tmp', 'root', 'usr/bin', 'workspace'])
      await mkdir(join(root, folder), { recursive: true })
    await cp(join(scratch, 'deb/usr/bin/busybox'), join(root, 'bin/busybox'))
    await run(['chroot', root, '/bin/busybox', '--install', '-s', '/bin'])
    await run(['chmod', '1777', join(root, 'tmp'), join(root, 'workspace')])
    await importTree(root, {
      docker: ['docker'],
      env: dockerEnvironment(build),
      reference: build.images.tiny,
      changes: tinyChanges,
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
