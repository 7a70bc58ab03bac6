import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../command'
import type { Images, Log } from '../types'
import { importTree, suite, type Base } from './base'
import { dockerEnvironment, dockerOf, type DockerTarget } from './docker'

type Build = DockerTarget & { base: Base; recipe: string; images: Images; log: Log }
type Layer = { from: string; to: string; script: string; args?: readonly string[]; changes?: readonly string[] }

const MiB = 1024 * 1024

/** Builds and pushes all images; answers their sizes in bytes, unpacked. */
export async function buildImages(build: Build): Promise<Record<string, number>> {
  const { images, log } = build
  const docker = dockerOf(build)
  const step = (name: string) => `berth-rig-build/${name}:latest`
  await importTree(build.base.tree, {
    docker: ['docker'],
    env: dockerEnvironment(build),
    reference: step('base'),
    changes: ['ENV LANG=C.UTF-8', 'WORKDIR /workspace', 'CMD ["bash"]'],
  })
  const layers: Layer[] = [
    { from: step('base'), to: step('python'), script: 'install.sh', args: ['python3', 'procps', 'ncurses-bin'] },
    { from: step('python'), to: step('kernel'), script: 'install.sh', args: ['python3-ipykernel'] },
    { from: step('kernel'), to: step('lab'), script: 'install.sh', args: ['jupyterlab'] },
    {
      from: step('lab'),
      to: images.jupyter,
      script: 'finish-jupyter.sh',
      changes: [
        ...labels('JupyterLab 4 on Debian 13', '4.0.11-1'),
        'ENV HOME=/home/berth',
        'EXPOSE 8888',
        'CMD ["jupyter","lab","--ip=0.0.0.0","--no-browser","--allow-root"]',
      ],
    },
    ...ballast(images.jupyter, images.jupyterRemote, [28, 20, 14, 8]),
    {
      from: step('python'),
      to: images.plain,
      script: 'finish-plain.sh',
      changes: [...labels('Python on Debian 13, without JupyterLab', '13-1'), 'CMD ["bash"]'],
    },
    ...ballast(images.plain, images.plainRemote, [12]),
  ]
  for (const layer of layers) {
    log(`building ${layer.to}`)
    await addLayer(docker, build, layer)
  }
  await importTiny(build)
  const sizes: Record<string, number> = {}
  for (const reference of Object.values(images)) {
    log(`pushing ${reference}`)
    await docker(['push', '--quiet', reference])
    sizes[reference.replace(/^[^/]*\//, '')] = Number(await docker(['inspect', '--format', '{{.Size}}', reference]))
  }
  const steps = layers.map(({ to }) => to).filter((name) => name.startsWith('berth-rig-build/'))
  await docker(['rmi', images.jupyterRemote, images.plainRemote, step('base'), ...steps])
  return sizes
}

/** One container run, committed: one layer. It has no network, so a build gives the same result offline. */
async function addLayer(
  docker: (args: readonly string[]) => Promise<string>,
  build: Build,
  layer: Layer,
): Promise<void> {
  const name = `berth-rig-build-${process.pid}`
  const mounts = ['--volume', `${build.base.debs}:/mnt/debs:ro`, '--volume', `${build.recipe}:/mnt/recipe:ro`]
  try {
    const command = ['/bin/sh', `/mnt/recipe/${layer.script}`, ...(layer.args ?? [])]
    await docker(['run', '--name', name, '--network', 'none', ...mounts, layer.from, ...command])
    // Without a change of its own, commit would keep the build command as the image's.
    const changes = layer.changes ?? ['CMD ["bash"]']
    await docker(['commit', ...changes.flatMap((change) => ['--change', change]), name, layer.to])
  } finally {
    await docker(['rm', '--force', name])
  }
}

function labels(title: string, version: string): string[] {
  return [
    `LABEL org.opencontainers.image.title="${title}"`,
    `LABEL org.opencontainers.image.version="${version}"`,
    `LABEL org.opencontainers.image.description="Built by the Berth rig for tests and demonstration"`,
    `LABEL org.opencontainers.image.vendor="Berth rig"`,
    `LABEL org.opencontainers.image.base.name="debian:${suite}"`,
    'LABEL sh.berth.simulated="true"',
  ]
}

function ballast(from: string, to: string, mebibytes: readonly number[]): Layer[] {
  return mebibytes.map((size, index) => ({
    from: index === 0 ? from : to,
    to,
    script: 'ballast.sh',
    args: [String(size * MiB)],
    // The image's own command, which commit would otherwise replace.
    changes: from.includes('/jupyter')
      ? ['CMD ["jupyter","lab","--ip=0.0.0.0","--no-browser","--allow-root"]']
      : ['CMD ["bash"]'],
  }))
}

async function importTiny(build: Build): Promise<void> {
  const tree = await mkdtemp(join(tmpdir(), 'berth-rig-tiny-'))
  try {
    const debs = (await run(['find', build.base.debs, '-name', 'busybox-static_*.deb'])).trim()
    await run(['dpkg-deb', '-x', debs, join(tree, 'deb')])
    const root = join(tree, 'root')
    for (const folder of ['bin', 'etc', 'tmp', 'root', 'usr/bin', 'workspace'])
      await mkdir(join(root, folder), { recursive: true })
    await cp(join(tree, 'deb/usr/bin/busybox'), join(root, 'bin/busybox'))
    await run(['chroot', root, '/bin/busybox', '--install', '-s', '/bin'])
    await run(['chmod', '1777', join(root, 'tmp'), join(root, 'workspace')])
    await importTree(root, {
      docker: ['docker'],
      env: dockerEnvironment(build),
      reference: build.images.tiny,
      changes: ['CMD ["sh"]', 'LABEL sh.berth.simulated="true"'],
    })
  } finally {
    await rm(tree, { recursive: true, force: true })
  }
}
