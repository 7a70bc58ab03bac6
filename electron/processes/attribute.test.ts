import { describe, expect, it } from 'vitest'
import type { GpuProcess } from '../../shared/contract/processes'
import type { ContainerKernels } from '../services'
import { lookAround } from './around'
import { attribute, type OwnershipFacts } from './attribute'
import { createLooking } from './looking'
import { treeOf, type Tree } from './trees.test-support'

const [a, b] = ['a1', 'b2'].map((pair) => pair.repeat(32))
const recorded = '98353a0b35ad1369c14ca4f014eddc56de3a7f79cd1c5a0185f04dd4c6d64ff5'
const recordedKernel = 'e25f82aa-4b41-4fb3-be9a-08d6da510b4e'
const writtenKernel = '0b5c8a34-11d2-4a7f-9a55-3f7d1c2e4b60'

const environment = {
  ...{ id: 'visionaa', name: 'vision', entry: '', projectFolder: '', gpus: { is: 'none' as const } },
  ...{ gpuUuids: [], jupyter: true, launchedAt: 0, startedBy: 'ada' },
}
const containers: OwnershipFacts['containers'] = [
  { id: a ?? '', name: 'vision', environment },
  { id: recorded, name: 'recorded', environment: null },
]

function told(containerId: string, id: string): ContainerKernels {
  const kernel = {
    ...{ id, containerId, environment: { id: 'visionaa', name: 'vision' }, spec: 'python3', connections: 1 },
    ...{ pid: null, cpuPercent: null, memoryBytes: null, gpuMemoryMiB: null },
    ...{ state: 'idle' as const, lastActivity: 1_790_000_000_000, notebook: 'train_vit.ipynb' },
  }
  return { containerId, kernels: [kernel] }
}

async function attributed(
  tree: Tree,
  pids: number[],
  change: Partial<OwnershipFacts> = {},
): Promise<GpuProcess[]> {
  const looking = createLooking(tree)
  const sights = new Map(await Promise.all(pids.map(async (pid) => [pid, await looking.look(pid)] as const)))
  return attribute({
    holdings: pids.map((pid) => ({ pid, command: 'python', holds: [] })),
    around: await lookAround(tree),
    ...{ sights, containers, strangers: new Set(), kernels: [] },
    users: new Map([
      [0, 'root'],
      [1000, 'ada'],
      [1001, 'grace'],
    ]),
    ...change,
  })
}

const ownerIn = async (name: string, pid: number, change: Partial<OwnershipFacts> = {}) =>
  (await attributed(treeOf(name), [pid], change))[0]?.owner

describe('a kernel in a container', () => {
  it.each([
    ['docker-v1-cgroupfs', 9951, recorded, recordedKernel],
    ['docker-v1-systemd', 5002, a, writtenKernel],
    ['docker-v2-systemd', 5002, a, writtenKernel],
    ['docker-rootless', 5002, a, writtenKernel],
    ['hidepid', 5002, a, null],
  ])('is found in %s', async (name, pid, containerId, kernelId) => {
    expect(await ownerIn(name, pid)).toMatchObject({
      is: 'container',
      containerId,
      kernel:
        kernelId === null ? null : { id: kernelId, state: 'unknown', notebook: null, lastActivity: null },
    })
  })

  it('is named by its notebook once its server has spoken', async () => {
    const kernels = [told(recorded, recordedKernel)]
    expect(await ownerIn('docker-v1-cgroupfs', 9951, { kernels })).toMatchObject({
      kernel: { state: 'idle', notebook: 'train_vit.ipynb', lastActivity: 1_790_000_000_000 },
    })
  })

  it('is not believed of a server in another container, nor of one that did not answer', async () => {
    for (const kernels of [[told('other', recordedKernel)], [{ containerId: recorded, kernels: null }]]) {
      expect(await ownerIn('docker-v1-cgroupfs', 9951, { kernels })).toMatchObject({
        kernel: { id: recordedKernel, state: 'unknown', notebook: null },
      })
    }
  })

  it('owns its children, and those that outlived the child that started them', async () => {
    const tree = treeOf('docker-v1-cgroupfs')
    for (const pid of [10346, 10348]) {
      const [process] = await attributed(tree, [pid])
      expect(process?.owner).toMatchObject({ is: 'container', kernel: { id: recordedKernel } })
    }
    const [worker] = await attributed(treeOf('docker-v2-systemd'), [5003])
    expect(worker?.owner).toMatchObject({ kernel: { id: writtenKernel } })
  })

  it('does not own what was started beside it', async () => {
    expect(await ownerIn('docker-v1-cgroupfs', 10396)).toMatchObject({ is: 'container', kernel: null })
    expect(await ownerIn('docker-v1-cgroupfs', 9259)).toMatchObject({ is: 'container', kernel: null })
  })

  it('does not own a process of another container, although it is its ancestor', async () => {
    const tree = treeOf('docker-v2-systemd')
    tree.files['/proc/5003/cgroup'] = `0::/system.slice/docker-${recorded}.scope\n`
    const [process] = await attributed(tree, [5003])
    expect(process?.owner).toMatchObject({ containerId: recorded, kernel: null })
  })
})

describe('an owner', () => {
  it('is an environment with the user who launched it, and a start that does not move', async () => {
    const [process] = await attributed(treeOf('docker-v2-systemd'), [5002])
    expect(process).toMatchObject({
      owner: { environment: { id: 'visionaa', name: 'vision', startedBy: 'ada' } },
      user: 'ada',
      startedAt: 1_790_000_000_000 + 105_002 * 10,
      command: `/usr/bin/python3 -m ipykernel_launcher -f /home/ada/.local/share/jupyter/runtime/kernel-${writtenKernel}.json`,
    })
  })

  it.each([
    [4100, 'python train.py --epochs 9'],
    [4200, '/usr/bin/kwin_wayland'],
  ])('is the host where no container is (pid %i)', async (pid, command) => {
    const [process] = await attributed(treeOf('docker-v2-systemd'), [pid])
    expect(process).toMatchObject({ owner: { is: 'host' }, user: 'grace', command })
  })

  it('is a bare uid where the host has no name for it', async () => {
    expect((await attributed(treeOf('docker-rootless'), [5002]))[0]?.user).toBe('100999')
  })

  it('is found whichever engine is ours: the outer or the inner one', async () => {
    expect(await ownerIn('docker-in-docker', 8001)).toMatchObject({ containerId: a })
    const inner = [{ id: b ?? '', name: 'inner', environment: null }]
    expect(await ownerIn('docker-in-docker', 8001, { containers: inner })).toMatchObject({ containerId: b })
    const both = [...containers, ...inner]
    expect(await ownerIn('docker-in-docker', 8001, { containers: both })).toMatchObject({ containerId: b })
  })

  it('is a podman container where that is our engine, and the watcher beside it is no container', async () => {
    const podman = [{ id: b ?? '', name: 'serve', environment: null }]
    expect(await ownerIn('podman-v2', 6001, { containers: podman })).toMatchObject({ name: 'serve' })
    expect(await ownerIn('podman-v2', 6000, { containers: podman })).toEqual({ is: 'host' })
  })
})

describe('what cannot be known', () => {
  it.each([
    ['podman-v2', 6001, 'other-engine', /libpod-b2/],
    ['kubernetes', 7001, 'other-engine', /kubepods\.slice/],
    ['kubernetes', 7002, 'other-engine', /kubepods\/besteffort/],
    ['berth-in-a-container', 9002, 'other-namespace', /^\/\.\.\/\.\.\/user\.slice/],
    ['berth-in-a-container', 9003, 'other-namespace', /^\/$/],
    ['wsl2', 431, 'other-namespace', /microsoft/],
    ['hidepid', 6000, 'no-permission', /hidepid/],
    ['docker-v2-systemd', 99_999, 'gone', /^$/],
  ])('is said in %s of pid %i: %s', async (name, pid, why, evidence) => {
    expect(await ownerIn(name, pid)).toEqual({
      is: 'unknown',
      why,
      evidence: expect.stringMatching(evidence) as string,
    })
  })

  it('does not hide a container that is ours, also when Berth itself is in one', async () => {
    expect(await ownerIn('berth-in-a-container', 9001)).toMatchObject({ is: 'container', name: 'vision' })
  })

  it('is a process whose cgroup the system hides, or whose every file', async () => {
    const tree = treeOf('docker-v2-systemd')
    tree.hidden.add('/proc/4100/cgroup')
    tree.hidden.add('/proc/4200/stat')
    const [cgroup, all] = await attributed(tree, [4100, 4200])
    expect(cgroup).toMatchObject({
      owner: { why: 'no-permission', evidence: '/proc/4100/cgroup' },
      command: 'python train.py --epochs 9',
    })
    expect(all).toMatchObject({
      owner: { why: 'no-permission' },
      startedAt: null,
      user: null,
      command: 'python',
    })
  })

  it('is a pid that the driver goes on naming and /proc never had', async () => {
    const strangers = new Set([99_999])
    expect(await ownerIn('docker-v2-systemd', 99_999, { strangers })).toMatchObject({
      why: 'other-namespace',
    })
  })

  it('keeps the driver’s own name, and takes no fact from a process of ours with the same number', async () => {
    const [process] = await attributed(treeOf('wsl2'), [431])
    expect(process).toMatchObject({ command: 'python', user: null, startedAt: null })
  })
})
