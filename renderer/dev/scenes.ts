// What the preview's machine is like: two cards, eight, none, a broken driver, no engine; idle, busy, failed.
import catalogueFile from '../../assets/catalogue.json'
import type { Container } from '../../shared/contract/containers'
import type { EngineState } from '../../shared/contract/engine'
import type { Card, GpuState } from '../../shared/contract/gpus'
import { CatalogueEntrySchema, type CatalogueEntry, type LaunchTask } from '../../shared/contract/launch'
import type { SettingsView } from '../../shared/contract/settings'
import { defaultSpec } from '../../shared/model/launch-spec'
import { refusal, type Refusal } from '../../shared/model/refusal'
import { SettingsSchema } from '../../shared/model/settings'
import type { OpenTab } from '../state'
import { steps } from './router'

export type Scene = {
  engine: EngineState
  gpus: GpuState
  containers: Container[]
  catalogue: CatalogueEntry[]
  tasks: LaunchTask[]
  problems: Refusal[]
  settings: SettingsView
  tabs: OpenTab[]
  command: string
  /** See kernelsOf. */
  kernels: string
  /** See doctor-scene.ts. */
  doctor: string
}

const now = Date.now()
const folder = '/home/ada/work/vision-lab'
const image = 'quay.io/jupyter/pytorch-notebook:cuda12-2025-08-18'

function card(index: number, name: string, total: number): Card {
  const load = [94, 0, 12, 71, 100, 3, 0, 55][index % 8] ?? 0
  return {
    index,
    uuid: `GPU-0000000${index}-aaaa`,
    name,
    health: 'ok',
    utilisationPercent: load,
    memoryTotalMiB: total,
    memoryUsedMiB: Math.round(total * ([0.7, 0.06, 0.31, 0.88, 0.97, 0.02, 0.004, 0.5][index % 8] ?? 0)),
    temperatureCelsius: 40 + Math.round(load / 3),
    powerWatts: 61 + load * 3.4,
    powerLimitWatts: 400,
    fanPercent: null,
    smClockMHz: 1410,
    performanceState: 'P0',
    computeCapability: '8.0',
    migEnabled: false,
    throttling: null,
  }
}

function live(count: number, name: string, total = 81_920): GpuState {
  const cards = Array.from({ length: count }, (_, index) => card(index, name, total))
  return { is: 'live', at: now, driver: '570.124.06', cuda: '12.8', simulated: 'Simulated by the rig', cards }
}

const gpus: Record<string, GpuState> = {
  two: live(2, 'NVIDIA A100-SXM4-80GB'),
  four: live(4, 'NVIDIA A100-SXM4-80GB'),
  eight: live(8, 'NVIDIA H100 80GB HBM3'),
  none: { is: 'absent', reason: 'no-nvidia-smi', raw: '' },
  broken: {
    is: 'failed',
    reason: 'mismatch',
    raw: 'Failed to initialize NVML',
    exitCode: 18,
    retryAt: now + 5e3,
  },
}

const tried = (
  [
    ['DOCKER_HOST', '', 'tcp://10.0.0.7:2375', 'refused', 'connect ECONNREFUSED 10.0.0.7:2375'],
    ['system', '', 'unix:///var/run/docker.sock', 'forbidden', 'connect EACCES /var/run/docker.sock'],
    ['rootless', '', 'unix:///run/user/1000/docker.sock', 'absent', ''],
    ['podman', '', 'unix:///run/user/1000/podman/podman.sock', 'absent', ''],
  ] as const
).map(([source, name, address, outcome, detail]) => ({ source, name, address, outcome, detail }))

const up: EngineState = {
  is: 'up',
  since: now,
  source: 'system',
  name: '',
  address: 'unix:///var/run/docker.sock',
  product: 'docker',
  version: '28.3.2',
  apiVersion: '1.51',
  hostName: 'atlas',
  os: 'Debian GNU/Linux 13',
  architecture: 'x86_64',
  storageDriver: 'overlay2',
  rootless: false,
  local: true,
  cpus: 64,
  memoryBytes: 256 * 2 ** 30,
  cdiDevices: [],
  runtimes: ['runc', 'nvidia'],
  tried,
}

const down: EngineState = {
  is: 'down',
  since: now,
  refusal: refusal('EnginePermission', {
    params: { address: '/var/run/docker.sock', user: 'ada' },
    raw: 'connect EACCES /var/run/docker.sock',
  }),
  tried,
  retryAt: now + 4000,
}

function container(letter: string, name: string, gpu: number): Container {
  return {
    id: letter.repeat(64),
    name,
    image,
    imageId: `sha256:${letter.repeat(64)}`,
    state: 'running',
    status: 'Up 5 hours',
    createdAt: now - 18e6,
    ports: [{ hostIp: '127.0.0.1', hostPort: 49_153, containerPort: 8888, protocol: 'tcp' }],
    mounts: [{ type: 'bind', source: folder, target: '/workspace', readOnly: false }],
    environment: {
      id: `envaaaa${letter}`,
      name,
      entry: 'jupyter-pytorch-cuda12',
      projectFolder: folder,
      gpus: { is: 'least-busy', count: 1 },
      gpuUuids: [`GPU-0000000${gpu}-aaaa`],
      jupyter: true,
      launchedAt: now - 18e6,
    },
    gpuRequest: [`GPU-0000000${gpu}-aaaa`],
  }
}

function task(state: LaunchTask['state'], step: number): LaunchTask {
  const layers = [
    ['5f22362f8660', 'present', 0, null],
    ['a1b2c3d4e5f6', 'done', 1.3e9, 1.3e9],
    ['d4e5f60719aa', 'extracting', 0.2e9, 0.7e9],
    ['0719aa77fe01', 'downloading', 0.4e9, 1.6e9],
    ['77fe01a1b2c3', 'waiting', 0, 0.2e9],
  ] as const
  return {
    id: 'taskaaaa',
    name: 'vision-lab',
    title: 'PyTorch · CUDA 12 · Jupyter',
    spec: defaultSpec({ image, entry: '', projectFolder: folder, gpus: { is: 'none' } }),
    plan: {
      name: 'vision-lab',
      steps: steps(folder, image),
      dockerCommand: command,
      problems: [],
      gpus: [],
      shmBytes: 64 * 2 ** 30,
      user: { uid: 1000, gid: 1000 },
    },
    startedAt: now - 63e3,
    step,
    stepSeconds: [0.4],
    pull: {
      layers: layers.map(([id, phase, currentBytes, totalBytes]) => ({
        id,
        phase,
        currentBytes,
        totalBytes,
      })),
      currentBytes: 2.4e9,
      totalBytes: 3.9e9,
      bytesPerSecond: 38e6,
      secondsLeft: 40,
    },
    output:
      state.is === 'failed'
        ? 'Traceback (most recent call last):\n  ModuleNotFoundError: jupyter_server'
        : '',
    state,
  }
}

const command = `docker run -d --name vision-lab \\
  --gpus '"device=GPU-00000001-aaaa"' \\
  --shm-size 64g -p 127.0.0.1:49153:8888 \\
  -v '${folder}:/workspace' -u 1000:1000 \\
  ${image}`

const tasks: Record<string, LaunchTask[]> = {
  pull: [task({ is: 'running' }, 1)],
  ask: [task({ is: 'asking', question: 'no-jupyter' }, 2)],
  failed: [
    task(
      {
        is: 'failed',
        refusal: refusal('JupyterSilent', {
          params: { seconds: 60 },
          evidence: 'no answer at 127.0.0.1:49153',
          raw: 'ECONNREFUSED 127.0.0.1:49153\n  at connect',
        }),
      },
      4,
    ),
  ],
  unforeseen: [
    task(
      {
        is: 'failed',
        refusal: refusal('Unforeseen', {
          evidence: 'failed to create task: the flux capacitor is not charged',
          raw: 'Error response from daemon: failed to create task: the flux capacitor is not charged\n  at line 88',
        }),
      },
      2,
    ),
  ],
  hook: [
    task(
      {
        is: 'failed',
        refusal: refusal('Unforeseen', {
          evidence:
            'nvidia-container-cli: requirement error: unsatisfied condition: cuda>=12.8, please update your driver',
          raw: 'Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error running prestart hook #0: exit status 1, stdout: , stderr: Auto-detected mode as legacy\nnvidia-container-cli: requirement error: unsatisfied condition: cuda>=12.8, please update your driver to a newer version, or use an earlier cuda container: unknown',
        }),
      },
      3,
    ),
  ],
  toolkit: [
    task(
      {
        is: 'failed',
        refusal: refusal('GpuToolkitMissing', {
          evidence: 'could not select device driver "" with capabilities: [[gpu]]',
          raw: 'Error response from daemon: could not select device driver "" with capabilities: [[gpu]]',
          actions: ['launch-without-gpu'],
        }),
      },
      3,
    ),
  ],
  port: [
    task(
      {
        is: 'failed',
        refusal: refusal('PortTaken', {
          params: { port: 49_153 },
          evidence: 'Bind for 127.0.0.1:49153 failed: port is already allocated',
          raw: 'driver failed programming external connectivity on endpoint lab (0d1f): Bind for 127.0.0.1:49153 failed: port is already allocated',
        }),
      },
      3,
    ),
  ],
  cancelled: [task({ is: 'cancelled' }, 1)],
  done: [task({ is: 'done', containerId: 'a'.repeat(64), jupyter: true, seconds: 72 }, 5)],
}

export function sceneOf(query: URLSearchParams): Scene {
  const get = (key: string, otherwise: string) => query.get(key) ?? otherwise
  const names = query.has('long')
    ? ['vision-transformer-pretraining-on-imagenet-22k', 'llm-finetune']
    : ['vision', 'llm-finetune']
  const containers = query.has('empty')
    ? []
    : names.map((name, index) => container('ab'[index] ?? 'a', name, index))
  const settings = SettingsSchema.parse({
    theme: get('theme', 'light'),
    language: get('language', 'en'),
    recentFolders: [folder, '/home/ada/work/llm', '/data/experiments'],
    references: [{ id: 'own-1', title: 'Team lab 2.1', image: 'ghcr.io/team/lab:2.1' }],
  })
  const entries = catalogueFile.entries.map((entry, index) =>
    CatalogueEntrySchema.parse({
      ...entry,
      origin: 'catalogue',
      present: index === 0 || index === 4,
      downloadBytes: index % 3 === 1 ? null : 1e9 + index * 3.1e8,
    }),
  )
  return {
    engine: query.has('down') ? down : up,
    gpus: gpus[get('scene', 'two')] ?? live(2, 'NVIDIA A100-SXM4-80GB'),
    containers,
    catalogue: entries,
    tasks: tasks[get('task', '')] ?? [],
    problems:
      query.get('scene') === 'broken'
        ? [
            refusal('GpuDriverMismatch', {
              evidence: 'Driver/library version mismatch',
              raw: 'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 570.124',
              actions: ['launch-without-gpu', 'retry'],
            }),
          ]
        : [],
    settings: {
      settings,
      newer: query.has('newer'),
      unsaved: query.has('unsaved') ? 'EROFS: read-only file system' : null,
      file: '/home/ada/.config/berth/settings.json',
      replaced: query.has('replaced')
        ? {
            backup: '/home/ada/.config/berth/settings.corrupt-1.json',
            reason: 'Unexpected token } in JSON at position 42',
          }
        : null,
    },
    tabs: query.has('empty') ? [] : containers.map(({ id, name }) => ({ containerId: id, name })),
    command,
    kernels: get('kernels', 'some'),
    doctor: get('doctor', query.has('down') ? 'noengine' : 'healthy'),
  }
}
