import type { Images } from '../types'

/** What is built from what: one layer a line, decided before anything runs; its text is part of the content key. */
export type Layer = {
  from: string
  to: string
  script: string
  args: readonly string[]
  changes: readonly string[]
}

export const suite = 'trixie'
export const baseImage = 'berth-rig-build/base:latest'
export const baseChanges = ['ENV LANG=C.UTF-8', 'WORKDIR /workspace', 'CMD ["bash"]']
export const tinyChanges = ['CMD ["sh"]', 'LABEL sh.berth.simulated="true"']

const MiB = 1024 * 1024
const lab = 'CMD ["jupyter","lab","--ip=0.0.0.0","--no-browser","--allow-root"]'
// commit would otherwise keep the build's command as the image's.
const shell = 'CMD ["bash"]'

export function planLayers(images: Images): Layer[] {
  const step = (name: string) => `berth-rig-build/${name}:latest`
  const install = (from: string, to: string, ...args: string[]): Layer => ({
    from,
    to,
    script: 'install.sh',
    args,
    changes: [shell],
  })
  return [
    install(baseImage, step('python'), 'python3', 'procps', 'ncurses-bin', 'ca-certificates'),
    install(step('python'), step('kernel'), 'python3-ipykernel'),
    install(step('kernel'), step('lab'), 'jupyterlab'),
    {
      from: step('lab'),
      to: images.jupyter,
      script: 'finish-jupyter.sh',
      args: [],
      changes: [
        ...labels('JupyterLab 4 on Debian 13', '4.0.11-1'),
        'ENV HOME=/home/berth',
        'EXPOSE 8888',
        lab,
      ],
    },
    ...ballast(images.jupyter, images.jupyterRemote, { mebibytes: [28, 20, 14, 8], command: lab }),
    {
      from: step('python'),
      to: images.plain,
      script: 'finish-plain.sh',
      args: [],
      changes: [...labels('Python on Debian 13, without JupyterLab', '13-1'), shell],
    },
    ...ballast(images.plain, images.plainRemote, { mebibytes: [12], command: shell }),
  ]
}

function labels(title: string, version: string): string[] {
  return [
    `LABEL org.opencontainers.image.title="${title}"`,
    `LABEL org.opencontainers.image.version="${version}"`,
    'LABEL org.opencontainers.image.description="Built by the Berth rig for tests and demonstration"',
    'LABEL org.opencontainers.image.vendor="Berth rig"',
    `LABEL org.opencontainers.image.base.name="debian:${suite}"`,
    'LABEL sh.berth.simulated="true"',
  ]
}

function ballast(
  from: string,
  to: string,
  { mebibytes, command }: { mebibytes: readonly number[]; command: string },
): Layer[] {
  return mebibytes.map((size, index) => ({
    from: index === 0 ? from : to,
    to,
    script: 'ballast.sh',
    args: [String(size * MiB)],
    changes: [command],
  }))
}
