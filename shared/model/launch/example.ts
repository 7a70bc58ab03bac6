// A machine and a spec for the planner's tests: three A100, one user, one folder.
import type { Card } from '../../contract/gpus'
import { defaultSpec, type GpuChoice, type LaunchSpec } from '../launch-spec'
import { planLaunch, wantedPaths, type JudgedPath, type LaunchHost } from './index'

export const GiB = 2 ** 30

export function card(index: number, uuid: string, usedMiB: number, extra: Partial<Card> = {}): Card {
  return {
    index,
    uuid,
    name: 'NVIDIA A100-SXM4-80GB',
    health: 'ok',
    utilisationPercent: 0,
    memoryTotalMiB: 81_920,
    memoryUsedMiB: usedMiB,
    temperatureCelsius: null,
    powerWatts: null,
    powerLimitWatts: null,
    fanPercent: null,
    smClockMHz: null,
    performanceState: null,
    computeCapability: null,
    migEnabled: false,
    throttling: null,
    ...extra,
  }
}

export const cards = [card(0, 'GPU-aaaa', 40_000), card(1, 'GPU-bbbb', 100), card(2, 'GPU-cccc', 2_000)]

export function host(change: Partial<LaunchHost> = {}): LaunchHost {
  return {
    memoryBytes: 64 * GiB,
    freeMemoryBytes: 50 * GiB,
    cpus: 16,
    engine: {
      product: 'docker',
      rootless: false,
      local: true,
      cdiDevices: [],
      socket: '/var/run/docker.sock',
    },
    gpus: { is: 'known', cards },
    heldCards: [],
    reservedCards: [],
    process: { uid: 1000, gid: 1000, groups: [1000], userName: 'ada' },
    folder: { is: 'folder', mode: 0o755, ownerUid: 1000, ownerGid: 1000, readOnlyFileSystem: false },
    folderOwnerName: 'ada',
    paths: seen(spec()),
    takenNames: [],
    image: {
      is: 'present',
      id: 'sha256:1',
      inside: { jupyterLab: '/usr/bin/jupyter-lab', shell: '/bin/bash', passwd: '', group: '' },
      derived: null,
    },
    expectsJupyter: null,
    freePort: 40_000,
    environmentId: 'abcdefgh',
    taskId: 'tasktask',
    owner: 'box/1/2/x',
    now: 1_700_000_000_000,
    ...change,
  }
}

export function spec(change: Partial<LaunchSpec> = {}): LaunchSpec {
  const base = defaultSpec({
    image: 'example/lab:1',
    entry: 'lab',
    projectFolder: '/home/ada/vision',
    gpus: { is: 'none' },
  })
  return { ...base, ...change }
}

/** Everything that a spec mounts, as it stands and free. */
export const seen = (wanted: LaunchSpec, change: Partial<JudgedPath> = {}): JudgedPath[] =>
  wantedPaths(wanted).map((each) => ({
    ...each,
    ...{ real: each.path, exists: true, judgement: { is: 'free' } },
    ...change,
  }))

export const plain = (derived: string | null = null): LaunchHost['image'] => ({
  is: 'present',
  id: 'sha256:2',
  inside: { jupyterLab: null, shell: '/bin/bash', passwd: '', group: '' },
  derived: derived === null ? null : { reference: derived, inside: null },
})
export const planned = (wanted: Partial<LaunchSpec>, facts: Partial<LaunchHost> = {}) =>
  planLaunch(spec(wanted), host({ paths: seen(spec(wanted)), ...facts }))
export const withGpus = (gpus: GpuChoice, facts: Partial<LaunchHost> = {}) => planned({ gpus }, facts)
export const codes = (plan: { problems: { code: string }[] }) => plan.problems.map(({ code }) => code)
export const stepIds = (plan: { steps: { id: string }[] }) => plan.steps.map(({ id }) => id)
