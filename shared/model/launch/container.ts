// The container that a launch creates: everything the engine is told, in one value.
import { labels } from '../labels'
import type { LaunchSpec } from '../launch-spec'
import { isSecret } from '../secrets'
import type { ResolvedGpus } from './gpus'
import { judgedPath } from './guard'
import type { ContainerSpec, ContainerUser, ImageInside, LaunchHost } from './host'
import { places } from './places'

type Parts = {
  name: string
  image: string
  inside: ImageInside | null
  jupyter: boolean
  gpus: ResolvedGpus
  runAs: ContainerUser
  shmBytes: number
}

/** Names that Berth sets; a person's own value for them would break the launch. */
export const reservedEnv: readonly string[] = [
  'HOME',
  'USER',
  'LOGNAME',
  'JUPYTER_TOKEN',
  'JUPYTER_TOKEN_FILE',
]

export function containerOf(spec: LaunchSpec, host: LaunchHost, parts: Parts): ContainerSpec {
  const { jupyter, runAs, gpus } = parts
  return {
    name: parts.name,
    image: parts.image,
    // The image's own entry point is left out: some switch users, some start a server, some are servers.
    ...(jupyter ? jupyterProcess(host, parts, spec.env.some(isSecret)) : idleProcess(parts)),
    env: environment(spec, parts),
    labels: {
      [labels.made]: '1',
      [labels.environment]: host.environmentId,
      [labels.name]: parts.name,
      [labels.entry]: spec.entry,
      [labels.folder]: spec.projectFolder,
      [labels.gpus]: JSON.stringify(spec.gpus),
      [labels.gpuUuids]: gpus.gpus.map(({ uuid }) => uuid).join(','),
      [labels.jupyter]: String(jupyter),
      [labels.launchedAt]: String(host.now),
      [labels.user]: host.process.userName,
      [labels.spec]: JSON.stringify(withoutValues(spec)),
      [labels.task]: host.taskId,
      [labels.owner]: host.owner,
    },
    user: `${runAs.uid}:${runAs.gid}`,
    workingDir: places.workspace,
    tty: false,
    openStdin: false,
    ports: jupyter
      ? [{ containerPort: places.jupyterPort, hostIp: '127.0.0.1', hostPort: host.freePort }]
      : [],
    binds: [{ source: spec.projectFolder, target: places.workspace, readOnly: false }, ...spec.mounts].map(
      ({ source, target, readOnly }) => ({ source: realOf(host, source, readOnly), target, readOnly }),
    ),
    deviceRequests: gpus.requests,
    shmBytes: parts.shmBytes,
    memoryBytes: spec.memoryBytes,
    nanoCpus: spec.cpus === null ? null : Math.round(spec.cpus * 1e9),
    restart: spec.restart,
    // Kernels leave children behind; an init reaps them and passes signals on.
    init: true,
  }
}

/** What was judged is what is mounted: a link that leads elsewhere by then changes nothing. */
function realOf(host: LaunchHost, path: string, readOnly: boolean): string {
  return judgedPath(host, { path, readOnly })?.real ?? path
}

/** Plain values stand in the container's environment and secret ones in its file: neither is said again in a label. */
function withoutValues(spec: LaunchSpec): LaunchSpec {
  const env = spec.env.map((variable) => {
    const secret = isSecret(variable) || variable.secret
    return { name: variable.name, value: '', ...(secret === undefined ? {} : { secret }) }
  })
  return { ...spec, env }
}

/** Reads the secret variables, then becomes the program: neither arguments nor `docker inspect` show them. */
const withSecrets = `. ${places.secretFile} && exec "$@"`

function jupyterProcess(host: LaunchHost, { inside, runAs }: Parts, secrets: boolean) {
  const program = inside?.jupyterLab ?? 'jupyter-lab'
  return {
    entrypoint: [secrets ? inside?.shell || '/bin/sh' : program],
    cmd: [
      ...(secrets ? ['-c', withSecrets, 'berth', program] : []),
      '--ip=0.0.0.0',
      `--port=${places.jupyterPort}`,
      '--ServerApp.port_retries=0',
      '--no-browser',
      `--ServerApp.root_dir=${places.workspace}`,
      // Answers only to these names in the Host header: a page that rebinds its own name gets nothing.
      '--ServerApp.allow_remote_access=False',
      '--ServerApp.local_hostnames=localhost',
      `--ServerApp.local_hostnames=${host.environmentId}.localhost`,
      ...(runAs.uid === 0 ? ['--allow-root'] : []),
    ],
  }
}

function idleProcess({ inside }: Parts) {
  const shell = inside?.shell === '' || !inside ? '/bin/sh' : inside.shell
  // Not every `sleep` knows "infinity".
  return { entrypoint: [shell], cmd: ['-c', 'sleep infinity || exec tail -f /dev/null'] }
}

function environment(spec: LaunchSpec, { inside, jupyter, runAs, gpus }: Parts): string[] {
  const own = spec.env.filter((variable) => !reservedEnv.includes(variable.name) && !isSecret(variable))
  return [
    ...own.map(({ name, value }) => `${name}=${value}`),
    `HOME=${places.home}`,
    `USER=${runAs.name}`,
    `LOGNAME=${runAs.name}`,
    ...(inside && inside.shell !== '' && !own.some(({ name }) => name === 'SHELL')
      ? [`SHELL=${inside.shell}`]
      : []),
    // Images that ask for all GPUs get them from engines whose default runtime is NVIDIA's; "none" means none.
    ...(gpus.requests.length === 0 ? ['NVIDIA_VISIBLE_DEVICES=void'] : []),
    // An image's own JUPYTER_TOKEN would win over the file.
    ...(jupyter ? ['JUPYTER_TOKEN=', `JUPYTER_TOKEN_FILE=${places.tokenFile}`] : []),
  ]
}
