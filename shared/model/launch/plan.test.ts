import { describe, expect, it } from 'vitest'
import type { Card } from '../../contract/gpus'
import { defaultSpec, type GpuChoice, type LaunchSpec } from '../launch-spec'
import { labels } from '../labels'
import { nameOfFolder, planLaunch, withAccount, type LaunchHost } from './index'

const GiB = 2 ** 30

function card(index: number, uuid: string, usedMiB: number, extra: Partial<Card> = {}): Card {
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
    ...extra,
  }
}

const cards = [card(0, 'GPU-aaaa', 40_000), card(1, 'GPU-bbbb', 100), card(2, 'GPU-cccc', 2_000)]

function host(change: Partial<LaunchHost> = {}): LaunchHost {
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
    process: { uid: 1000, gid: 1000, groups: [1000], userName: 'ada' },
    folder: { is: 'folder', mode: 0o755, ownerUid: 1000, ownerGid: 1000, readOnlyFileSystem: false },
    folderOwnerName: 'ada',
    mounts: [],
    folderExposesEngine: false,
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

function spec(change: Partial<LaunchSpec> = {}): LaunchSpec {
  const base = defaultSpec({
    image: 'example/lab:1',
    entry: 'lab',
    projectFolder: '/home/ada/vision',
    gpus: { is: 'none' },
  })
  return { ...base, ...change }
}

const plain = (derived: string | null = null): LaunchHost['image'] => ({
  is: 'present',
  id: 'sha256:2',
  inside: { jupyterLab: null, shell: '/bin/bash', passwd: '', group: '' },
  derived: derived === null ? null : { reference: derived, inside: null },
})
const planned = (wanted: Partial<LaunchSpec>, facts: Partial<LaunchHost> = {}) =>
  planLaunch(spec(wanted), host(facts))
const withGpus = (gpus: GpuChoice, facts: Partial<LaunchHost> = {}) => planned({ gpus }, facts)
const codes = (plan: { problems: { code: string }[] }) => plan.problems.map(({ code }) => code)
const stepIds = (plan: { steps: { id: string }[] }) => plan.steps.map(({ id }) => id)

describe('the name of an environment', () => {
  it.each([
    ['/home/ada/vision', 'vision'],
    ['/data/My project!/', 'My-project'],
    ['/data/视觉', 'berth'],
    ['/data/x', 'berth-x'],
    ['/', 'berth'],
    ['C:\\work\\nets', 'nets'],
    [`/data/${'a'.repeat(200)}`, 'a'.repeat(56)],
  ])('of %s is %s', (folder, name) => {
    expect(nameOfFolder(folder)).toBe(name)
  })

  it('is made unique when it comes from the folder', () => {
    expect(planned({}, { takenNames: ['vision', 'vision-2'] }).name).toBe('vision-3')
  })

  it('is refused, not changed, when the user typed it', () => {
    const plan = planned({ name: 'mine' }, { takenNames: ['mine'] })
    expect(plan.name).toBe('mine')
    expect(codes(plan)).toEqual(['NameTaken'])
  })
})

describe('the steps', () => {
  it('leave out the pull when the image is here', () => {
    expect(stepIds(planned({}))).toEqual(['check', 'create', 'start', 'wait', 'open'])
  })

  it('begin with the pull when it is not', () => {
    expect(stepIds(planned({}, { image: { is: 'absent' } }))).toEqual([
      'check',
      'pull',
      'create',
      'start',
      'wait',
      'open',
    ])
  })

  it('have an installation when the image is known to lack JupyterLab', () => {
    expect(stepIds(planned({ withoutJupyter: 'install' }, { image: plain() }))).toContain('derive')
    expect(stepIds(planned({}, { image: { is: 'absent' }, expectsJupyter: false }))).toContain('derive')
  })

  it('end with the start when a terminal is all that is wanted', () => {
    const plan = planned({ withoutJupyter: 'terminal-only' }, { image: plain() })
    expect(stepIds(plan)).toEqual(['check', 'create', 'start'])
    expect(plan.container.ports).toEqual([])
    expect(plan.container.labels[labels.jupyter]).toBe('false')
  })

  it('use a kept derived image without asking again', () => {
    const plan = planned({ withoutJupyter: 'ask' }, { image: plain('berth-derived/lab:jupyter1-2') })
    expect(stepIds(plan)).not.toContain('derive')
    expect(plan.container.image).toBe('berth-derived/lab:jupyter1-2')
  })
})

describe('the GPUs', () => {
  it('are asked for all together', () => {
    const plan = withGpus({ is: 'all' })
    expect(plan.gpus.map(({ uuid }) => uuid)).toEqual(['GPU-aaaa', 'GPU-bbbb', 'GPU-cccc'])
    expect(plan.container.deviceRequests).toEqual([
      { driver: '', count: -1, deviceIds: [], capabilities: [['gpu']] },
    ])
  })

  it('leave a lost card out of "all"', () => {
    const some = [...cards.slice(0, 2), card(2, 'GPU-cccc', 0, { health: 'lost' })]
    const plan = withGpus({ is: 'all' }, { gpus: { is: 'known', cards: some } })
    expect(plan.container.deviceRequests[0]?.deviceIds).toEqual(['GPU-aaaa', 'GPU-bbbb'])
  })

  it('are the first n for a count, as the engine counts', () => {
    const plan = withGpus({ is: 'count', count: 2 })
    expect(plan.gpus.map(({ label }) => label)).toEqual(['GPU 0 · A100-SXM4-80GB', 'GPU 1 · A100-SXM4-80GB'])
    expect(plan.container.deviceRequests[0]).toMatchObject({ count: 2, deviceIds: [] })
  })

  it('are the cards with the most free VRAM when the least busy is wanted', () => {
    const plan = withGpus({ is: 'least-busy', count: 1 })
    expect(plan.container.deviceRequests[0]).toMatchObject({ count: 0, deviceIds: ['GPU-bbbb'] })
    expect(plan.container.labels[labels.gpuUuids]).toBe('GPU-bbbb')
  })

  it('are rather a fuller card than one that a running environment holds', () => {
    const plan = withGpus({ is: 'least-busy', count: 1 }, { heldCards: ['GPU-bbbb', 'GPU-cccc'] })
    expect(plan.gpus.map(({ uuid }) => uuid)).toEqual(['GPU-aaaa'])
  })

  it('are asked for by CDI where the engine lists them', () => {
    const engine = { ...host().engine, cdiDevices: ['nvidia.com/gpu=all', 'nvidia.com/gpu=GPU-bbbb'] }
    const chosen = withGpus({ is: 'cards', uuids: ['GPU-bbbb'] }, { engine })
    expect(chosen.container.deviceRequests).toEqual([
      { driver: 'cdi', count: 0, deviceIds: ['nvidia.com/gpu=GPU-bbbb'], capabilities: [] },
    ])
    expect(withGpus({ is: 'all' }, { engine }).container.deviceRequests[0]?.deviceIds).toEqual([
      'nvidia.com/gpu=all',
    ])
  })

  it('are named by index where the CDI list knows no UUID', () => {
    const engine = {
      ...host().engine,
      cdiDevices: ['nvidia.com/gpu=0', 'nvidia.com/gpu=1', 'nvidia.com/gpu=2'],
    }
    const plan = withGpus({ is: 'least-busy', count: 1 }, { engine })
    expect(plan.container.deviceRequests[0]?.deviceIds).toEqual(['nvidia.com/gpu=1'])
  })

  it('are asked for by CDI on Podman, which ignores anything else', () => {
    const engine = { ...host().engine, product: 'podman' as const }
    expect(withGpus({ is: 'count', count: 1 }, { engine }).container.deviceRequests[0]).toMatchObject({
      driver: 'cdi',
      deviceIds: ['nvidia.com/gpu=GPU-aaaa'],
    })
  })

  it.each<[string, GpuChoice, LaunchHost['gpus'], string]>([
    ['no GPU here', { is: 'all' }, { is: 'absent', raw: 'No devices were found' }, 'GpuNotHere'],
    ['more cards than there are', { is: 'count', count: 4 }, { is: 'known', cards }, 'GpuNotHere'],
    ['more free cards than there are', { is: 'least-busy', count: 4 }, { is: 'known', cards }, 'GpuNotHere'],
    ['a card that is gone', { is: 'cards', uuids: ['GPU-dead'] }, { is: 'known', cards }, 'GpuGone'],
    ['no driver', { is: 'all' }, { is: 'failed', reason: 'no-driver', raw: 'x' }, 'GpuDriverMissing'],
    ['a mismatch', { is: 'all' }, { is: 'failed', reason: 'mismatch', raw: 'x' }, 'GpuDriverMismatch'],
  ])('are refused with %s, and going without is offered', (_, choice, gpus, code) => {
    const plan = withGpus(choice, { gpus })
    expect(codes(plan)).toEqual([code])
    expect(plan.problems[0]?.actions).toContain('launch-without-gpu')
    expect(plan.container.deviceRequests).toEqual([])
  })

  it('that nobody wants are kept away from images that ask for all', () => {
    expect(planned({}).container.env).toContain('NVIDIA_VISIBLE_DEVICES=void')
    expect(withGpus({ is: 'all' }).container.env.join('\n')).not.toContain('NVIDIA_VISIBLE_DEVICES')
  })
})

describe('the user', () => {
  const rootProcess = { uid: 0, gid: 0, groups: [0], userName: 'root' }
  const folder = { is: 'folder' as const, mode: 0o755, readOnlyFileSystem: false }

  it('is whoever runs Berth', () => {
    expect(planned({}).container.user).toBe('1000:1000')
    expect(planned({}).container.cmd).not.toContain('--allow-root')
  })

  it("is the folder's owner where Berth is root and the folder is not", () => {
    const plan = planned({}, { process: rootProcess, folder: { ...folder, ownerUid: 1234, ownerGid: 99 } })
    expect(plan.container.user).toBe('1234:99')
    expect(plan.user).toEqual({ uid: 1234, gid: 99 })
  })

  it('is the container root on a rootless engine, which is the user outside', () => {
    const plan = planned({}, { engine: { ...host().engine, rootless: true } })
    expect(plan.container.user).toBe('0:0')
    expect(plan.user).toEqual({ uid: 1000, gid: 1000 })
    expect(plan.container.cmd).toContain('--allow-root')
    expect(plan.steps.find(({ id }) => id === 'create')?.params).toMatchObject({ uid: 1000, containerUid: 0 })
  })

  it("takes the folder's group where only the group may write", () => {
    const shared = { ...folder, mode: 0o2775, ownerUid: 1, ownerGid: 500 }
    const inGroup = { ...host().process, groups: [1000, 500] }
    const plan = planned({}, { folder: shared, process: inGroup })
    expect(plan.container.user).toBe('1000:500')
    expect(codes(plan)).toEqual([])
  })

  it.each([
    ['another owner', { ownerUid: 1, ownerGid: 1, mode: 0o755 }],
    ['no write bit for the owner', { ownerUid: 1000, ownerGid: 1000, mode: 0o555 }],
    ['a read-only file system', { ownerUid: 1000, ownerGid: 1000, mode: 0o755, readOnlyFileSystem: true }],
  ])('may not write: %s', (_, facts) => {
    expect(codes(planned({}, { folder: { ...folder, ...facts } }))).toEqual(['FolderNotWritable'])
  })

  it('gets an account of its own, under a name nobody has', () => {
    const passwd = 'root:x:0:0:root:/root:/bin/sh\nada:x:7:7::/:/bin/sh\n'
    const line = 'ada:x:1000:1000:Berth:/home/berth:/bin/bash'
    expect(withAccount(passwd, 1000, line)).toBe(`${passwd}ada-1000${line.slice(3)}\n`)
    expect(withAccount(passwd, 7, line)).toBe(passwd)
    expect(withAccount('', 1000, line)).toBe(`${line}\n`)
  })
})

describe('shared memory', () => {
  it.each([
    ['a quarter of memory', { total: 64, free: 50, limit: null, expected: 16 }],
    ['at least 1 GiB', { total: 2, free: 2, limit: null, expected: 1 }],
    ['at most what is free', { total: 64, free: 3, limit: null, expected: 3 }],
    ['at most the limit', { total: 64, free: 50, limit: 4, expected: 4 }],
  ])('is %s', (_, { total, free, limit, expected }) => {
    const facts = { memoryBytes: total * GiB, freeMemoryBytes: free * GiB }
    expect(planned({ memoryBytes: limit === null ? null : limit * GiB }, facts).shmBytes).toBe(expected * GiB)
  })

  it('is what the user says, where there is that much', () => {
    expect(planned({ shmBytes: GiB }).container.shmBytes).toBe(GiB)
    expect(codes(planned({ shmBytes: 65 * GiB }))).toEqual(['InvalidInput'])
  })
})

describe('folders, mounts and variables', () => {
  it('refuses a folder that is gone, but makes its own', () => {
    expect(codes(planned({}, { folder: { is: 'missing', made: false } }))).toEqual(['FolderMissing'])
    expect(codes(planned({}, { folder: { is: 'missing', made: true } }))).toEqual([])
  })

  const mount = (source: string, target: string) => ({ source, target, readOnly: true })
  it.each([
    ['a source that is gone', mount('/gone', '/data'), { exists: false, exposesEngine: false }],
    ["the engine's socket", mount('/run/docker.sock', '/s'), { exists: true, exposesEngine: true }],
    ['a target over the project', mount('/data', '/workspace/'), { exists: true, exposesEngine: false }],
    ['a target over the token', mount('/data', '/run/berth/x'), { exists: true, exposesEngine: false }],
    ['a target that climbs', mount('/data', '/a/../etc'), { exists: true, exposesEngine: false }],
  ])('refuses %s', (_, wanted, facts) => {
    const plan = planned({ mounts: [wanted] }, { mounts: [{ source: wanted.source, ...facts }] })
    expect(codes(plan)).toEqual(['MountRefused'])
  })

  it('refuses variables that would break the launch, and never passes them on', () => {
    const plan = planned({ env: [{ name: 'JUPYTER_TOKEN', value: 'mine' }] })
    expect(codes(plan)).toEqual(['InvalidInput'])
    expect(plan.container.env).toContain('JUPYTER_TOKEN=')
    expect(plan.container.env.join()).not.toContain('mine')
  })

  it('refuses more CPUs than there are', () => {
    expect(codes(planned({ cpus: 17 }))).toEqual(['InvalidInput'])
  })
})
