// A machine and an engine made of recorded texts, for the tests of the checks.
import type { EngineAttempt, EngineState, EngineUp } from '../../shared/contract/engine'
import type { CheckId } from '../../shared/contract/doctor'
import type { Engine, EngineInfo } from '../engine'
import type { Captured } from '../gpu'
import { standIn } from '../stand-in'
import type { SocketAnswer, UrlAnswer } from './ask'
import type { Outcome } from './check'
import { openLook, type Around, type DoctorEngine } from './look'
import type { Machine } from './machine'
import { runRound, type Answered } from './round'

export type Recorded = {
  platform?: NodeJS.Platform
  env?: NodeJS.ProcessEnv
  uid?: number
  /** Text by path; null for a file that may not be read. Folders are those of the files. */
  files?: Record<string, string | null>
  /** Milliseconds since the epoch, by path; others are old. */
  changed?: Record<string, number>
  programs?: string[]
  /** Output by the whole command line. */
  commands?: Record<string, { text: string; code?: number } | 'silent'>
  space?: Record<string, { freeBytes: number; totalBytes: number }>
  sockets?: Record<string, SocketAnswer>
  urls?: Record<string, UrlAnswer>
}

export const now = Date.UTC(2026, 10, 27, 12)

export function recordedMachine(given: Recorded = {}): Machine {
  const files = given.files ?? {}
  const names = Object.keys(files)
  const isFolder = (path: string) => names.some((name) => name.startsWith(`${path}/`))
  return {
    platform: given.platform ?? 'linux',
    env: given.env ?? {},
    home: '/home/ada',
    user: { uid: given.uid ?? 1000, name: 'ada' },
    now: () => now,
    readText: (path) => {
      const text = files[path]
      if (text === undefined) return Promise.resolve({ is: 'absent' })
      return Promise.resolve(text === null ? { is: 'unreadable', why: 'EACCES' } : { is: 'text', text })
    },
    changedAt: (path) =>
      Promise.resolve(given.changed?.[path] ?? (path in files || isFolder(path) ? 1000 : null)),
    list: (folder) => {
      const inside = names
        .filter((name) => name.startsWith(`${folder}/`))
        .map((name) => name.slice(folder.length + 1))
      return Promise.resolve(
        inside.length === 0 ? null : [...new Set(inside.map((name) => name.split('/')[0] ?? ''))],
      )
    },
    space: (path) => Promise.resolve(given.space?.[path] ?? null),
    programAt: (name) => Promise.resolve(given.programs?.includes(name) === true ? `/usr/bin/${name}` : null),
    run: (argv) => {
      const found = Object.entries(given.commands ?? {}).find(([command]) =>
        argv.join(' ').includes(command),
      )?.[1]
      const answer: Captured =
        found === undefined
          ? { is: 'missing', raw: `spawn ${argv[0] ?? ''} ENOENT` }
          : found === 'silent'
            ? { is: 'silent', text: '' }
            : { is: 'ended', code: found.code ?? 0, text: found.text }
      return Promise.resolve(answer)
    },
    askSocket: (socket) => Promise.resolve(given.sockets?.[socket] ?? { is: 'absent', why: 'ENOENT' }),
    askUrl: (url) =>
      Promise.resolve(
        given.urls?.[url] ?? { is: 'failed', code: 'ENOTFOUND', why: `getaddrinfo ${url}`, proxy: '' },
      ),
  }
}

export const plainInfo: EngineInfo = {
  ...{ cgroupDriver: 'systemd', cgroupVersion: '2', storageDriver: 'overlay2', dataRoot: '/var/lib/docker' },
  ...{
    kernel: '6.8.0',
    os: 'Ubuntu 24.04',
    architecture: 'x86_64',
    version: '28.3.2',
    proxy: '',
    systemTime: '',
  },
  ...{ liveRestore: false, rootless: false, cdiFolders: ['/etc/cdi', '/var/run/cdi'], cdiDevices: [] },
  runtimes: ['runc', 'nvidia'],
  ...{ store: 'chain', mirrors: [], insecureHosts: [], insecureCidrs: [] },
}

export function engineUp(change: Partial<EngineUp> = {}): EngineUp {
  return {
    ...{ is: 'up', since: now, source: 'system', name: '', address: 'unix:///var/run/docker.sock' },
    ...{ product: 'docker', version: '28.3.2', apiVersion: '1.44', hostName: 'box', os: 'Ubuntu', cpus: 8 },
    ...{
      architecture: 'x86_64',
      storageDriver: 'overlay2',
      rootless: false,
      local: true,
      memoryBytes: 2 ** 35,
    },
    ...{ cdiDevices: [], runtimes: ['runc', 'nvidia'], tried: [] },
    ...change,
  }
}

export function engineDown(...tried: Partial<EngineAttempt>[]): EngineState {
  const whole = { source: 'system' as const, name: '', address: 'unix:///var/run/docker.sock', detail: '' }
  return {
    ...{ is: 'down', since: now, retryAt: now },
    refusal: { code: 'EngineDown', params: { version: '1.38' }, evidence: '', raw: '', actions: [] },
    tried: tried.map((one) => ({ ...whole, outcome: 'absent' as const, ...one })),
  }
}

export type RecordedEngine = {
  state?: EngineState
  info?: Partial<EngineInfo>
  images?: { id: string; references: string[]; sizeBytes: number }[]
  /** What starting a container with GPUs comes to; an error is thrown by `start`. */
  start?: { log: string; exitCode: number } | Error
}

export function recordedEngine({
  state = engineUp(),
  info,
  images,
  start,
}: RecordedEngine = {}): DoctorEngine & {
  removed: string[]
} {
  const removed: string[] = []
  return {
    removed,
    state: () => state,
    watch: async function* () {
      yield await Promise.resolve(state)
    },
    reconnect: () => undefined,
    info: () => Promise.resolve({ ...plainInfo, ...info }),
    images: standIn<Engine['images']>({ list: () => Promise.resolve(images ?? []) }),
    containers: standIn<Engine['containers']>({
      create: () => Promise.resolve({ id: 'c1', warnings: [] }),
      start: () => (start instanceof Error ? Promise.reject(start) : Promise.resolve()),
      wait: () =>
        Promise.resolve({ exitCode: start === undefined || start instanceof Error ? 0 : start.exitCode }),
      lastLog: () => Promise.resolve(start === undefined || start instanceof Error ? '' : start.log),
      remove: (id) => {
        removed.push(id)
        return Promise.resolve()
      },
    }),
  }
}

export const tiny = [{ id: 'sha256:1', references: ['busybox:1.36'], sizeBytes: 4_000_000 }]

/** The outcomes of these checks on this machine, as a whole round comes to them. */
export async function outcomesOf<Id extends CheckId>(
  only: readonly Id[],
  machine: Recorded = {},
  engine: RecordedEngine = {},
  around: Partial<Pick<Around, 'registries' | 'projectFolder'>> = {},
): Promise<Record<Id, Outcome>> {
  const signal = new AbortController().signal
  const look = openLook(
    {
      ...{ machine: recordedMachine(machine), engine: recordedEngine(engine), owner: 'box/1/2/x' },
      registries: around.registries ?? (() => []),
      projectFolder: around.projectFolder ?? (() => ''),
    },
    signal,
  )
  const answers: Answered[] = []
  await runRound({ look, only, signal, onAnswer: (one) => answers.push(one) })
  return Object.fromEntries(answers.map(({ id, outcome }) => [id, outcome])) as Record<Id, Outcome>
}

/** nvidia-smi's answer to the doctor's query. */
export function smiTable(rows: string[]): string {
  return ['index, uuid, name, driver_version, persistence_mode, display_active', ...rows].join('\n')
}
export const card = (index: number, rest = 'Enabled, Disabled') =>
  `${index}, GPU-1b2c3d4e-000${index}-4aaa-9bbb-00000000000${index}, NVIDIA A100-SXM4-80GB, 570.195.03, ${rest}`
/** A workstation whose driver and cards are in order. */
export const healthyGpus: Recorded = {
  files: {
    '/proc/driver/nvidia/version':
      'NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.195.03  Sat Aug 30 00:00:00 UTC 2025\nGCC version:  gcc version 13.3.0\n',
    '/sys/bus/pci/devices/0000:07:00.0/vendor': '0x10de\n',
    '/sys/bus/pci/devices/0000:07:00.0/class': '0x030200\n',
    '/sys/bus/pci/devices/0000:07:00.0/device': '0x20b2\n',
    '/var/run/docker.pid': '812\n',
    '/proc/812/cmdline': 'dockerd\0-H\0fd://\0',
    '/etc/docker/daemon.json': '{}',
  },
  programs: ['nvidia-ctk', 'nvidia-container-runtime-hook', 'nvidia-cdi-hook'],
  commands: {
    '--query-gpu': { text: smiTable([card(0), card(1)]) },
    'nvidia-ctk --version': {
      text: 'NVIDIA Container Toolkit CLI version 1.17.8\ncommit: f202b80a9b9d0db00d9b1d73c0128c8962c55f4d\n',
    },
  },
}
/** Its parts changed one by one: a file of null is taken away. */
export function changed(change: Recorded, from: Recorded = healthyGpus): Recorded {
  return {
    ...from,
    ...change,
    files: { ...from.files, ...change.files },
    commands: { ...from.commands, ...change.commands },
  }
}
export function without(paths: string[], from: Recorded = healthyGpus): Recorded {
  return {
    ...from,
    files: Object.fromEntries(Object.entries(from.files ?? {}).filter(([path]) => !paths.includes(path))),
  }
}
