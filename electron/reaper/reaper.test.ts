import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { GpuState } from '../../shared/contract/gpus'
import type { Kernel } from '../../shared/contract/kernels'
import type { GpuUse } from '../../shared/contract/processes'
import type { ReaperState } from '../../shared/contract/reaper'
import { card } from '../../shared/model/launch/example'
import { RefusalError } from '../../shared/model/refusal'
import type { ReaperRoom } from '../services'
import { createWatched } from '../watched'
import { createReaper } from '.'

const rule = { on: true, idleMinutes: 1, memoryMiB: 1000, graceMinutes: 1 }
let stateFolder = ''
let time = Date.UTC(2026, 10, 24)
let shut: string[] = []
let refuse: RefusalError | null = null
let slow: (() => Promise<void>) | null = null
let kernels: Kernel[] = []
const rooms: ReaperRoom[] = []
const gpus = createWatched<GpuState>({ is: 'looking' })
const use = createWatched<GpuUse>({ is: 'looking' })

beforeEach(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'berth-reaper-'))
  ;[shut, refuse] = [[], null]
  kernels = [kernel('k1'), { ...kernel('k2'), state: 'busy' }]
  use.set({ is: 'live', at: time, processes: [], mig: [] })
  const cards = [card(0, 'GPU-a', 0)]
  gpus.set({ is: 'live', at: time, driver: '1', cuda: null, simulated: null, cards })
})
afterEach(async () => {
  await Promise.all(rooms.splice(0).map((room) => room.dispose()))
  await rm(stateFolder, { recursive: true })
})

const kernel = (id: string): Kernel => ({
  id,
  state: 'idle',
  lastActivity: null,
  notebook: `${id}.ipynb`,
  containerId: 'c1',
  environment: { id: 'visionaa', name: 'vision' },
  spec: 'python3',
  connections: 1,
  pid: null,
  cpuPercent: null,
  memoryBytes: null,
  gpuMemoryMiB: 8000,
})

async function reaper() {
  const room = await createReaper({
    kernels: {
      list: () => Promise.resolve([{ containerId: 'c1', kernels }]),
      shutdown: async ({ kernelId, evenBusy }) => {
        if (refuse) throw refuse
        shut.push(`${kernelId} ${evenBusy}`)
        await slow?.()
        kernels = kernels.filter(({ id }) => id !== kernelId)
      },
    },
    gpus: { watch: (signal) => gpus.watch(signal), state: gpus.get },
    processes: { watch: (signal) => use.watch(signal), state: use.get },
    stateFolder,
    log: () => undefined,
    now: () => time,
    roundMilliseconds: 2,
  })
  rooms.push(room)
  return room
}

/** Each look moves the clock on: the rooms' own rounds take the time from it. */
async function until(room: ReaperRoom, fits: (state: ReaperState) => boolean): Promise<ReaperState> {
  let last: ReaperState | null = null
  for await (const state of room.watch(AbortSignal.timeout(10_000))) {
    last = state
    if (fits(state)) return state
    time += 5000
  }
  throw new Error(`never so: ${JSON.stringify(last)}`)
}

it('announces, then shuts the idle kernel down and leaves the busy one; nobody samples before a rule is on', async () => {
  const room = await reaper()
  expect(gpus.followers()).toBe(0)
  room.setRule('visionaa', rule)
  const announced = await until(room, ({ pending }) => pending.length > 0)
  expect(announced.pending).toMatchObject([{ kernelId: 'k1', notebook: 'k1.ipynb', memoryMiB: 8000 }])
  expect(gpus.followers()).toBe(1)
  const done = await until(room, ({ log }) => log[0]?.outcome === 'shut-down')
  // Never with force, whatever it holds.
  expect(shut).toEqual(['k1 false'])
  expect(done.log.map(({ outcome }) => outcome)).toEqual(['shut-down', 'announced'])
  room.setRule('visionaa', { ...rule, on: false })
  await until(room, () => gpus.followers() === 0)
})

it('keeps a kernel that a person wants kept, and says so in its log', async () => {
  const room = await reaper()
  room.setRule('visionaa', rule)
  await until(room, ({ pending }) => pending.length > 0)
  room.keep('k1')
  const state = await until(room, ({ log }) => log[0]?.outcome === 'kept')
  expect(state.pending).toEqual([])
  expect(shut).toEqual([])
})

it('one that is kept, or whose rule changes, while another is shut down stays', async () => {
  for (const stays of ['kept', 'off', 'longer'] as const) {
    kernels = [kernel('k1'), kernel('k2')]
    shut = []
    // Each with rules and a log of its own.
    await rm(join(stateFolder, 'reaper.json'), { force: true })
    const room = await reaper()
    slow = () => {
      if (stays === 'kept') room.keep('k2')
      else room.setRule('visionaa', stays === 'off' ? { ...rule, on: false } : { ...rule, idleMinutes: 600 })
      return new Promise((resolve) => setTimeout(resolve, 20))
    }
    room.setRule('visionaa', rule)
    const done = await until(room, ({ log }) => log[0]?.outcome === 'shut-down')
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(shut, stays).toEqual(['k1 false'])
    expect(done.pending, stays).toEqual([])
    slow = null
    await room.dispose()
  }
})

it('a kernel that began to compute at the last moment is noted as busy; another failure with its evidence', async () => {
  const room = await reaper()
  room.setRule('visionaa', rule)
  refuse = new RefusalError('KernelBusy')
  await until(room, ({ log }) => log[0]?.outcome === 'became-busy')
  refuse = new RefusalError('JupyterSilent', { evidence: 'HTTP 500' })
  const failed = await until(room, ({ log }) => log[0]?.outcome === 'failed')
  expect(failed.log[0]?.detail).toBe('JupyterSilent: HTTP 500')
})

it('ends nothing while the driver does not answer', async () => {
  const room = await reaper()
  gpus.set({ is: 'failed', reason: 'unknown', raw: '', exitCode: null, retryAt: 0 })
  room.setRule('visionaa', rule)
  const looks = createWatched(0)
  for (let round = 0; round < 50; round += 1) {
    time += 60_000
    await new Promise((resolve) => setTimeout(resolve, 2))
    looks.set(round)
  }
  expect(shut).toEqual([])
})

it('rules and log are there again after a restart', async () => {
  const room = await reaper()
  room.setRule('visionaa', rule)
  await until(room, ({ log }) => log[0]?.outcome === 'shut-down')
  await room.dispose()
  const again = await reaper()
  const state = await until(again, () => true)
  expect(state.rules).toEqual({ visionaa: rule })
  expect(state.log.map(({ outcome }) => outcome)).toEqual(['shut-down', 'announced'])
})
