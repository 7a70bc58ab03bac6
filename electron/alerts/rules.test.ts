import { describe, expect, it } from 'vitest'
import type { Container } from '../../shared/contract/containers'
import type { Card } from '../../shared/contract/gpus'
import type { GpuProcess, GpuUse } from '../../shared/contract/processes'
import { card } from '../../shared/model/launch/example'
import type { AlertFacts } from './facts'
import { conditionsOf } from './rules'

const now = Date.UTC(2026, 10, 24)
const hour = 3600_000

const container = (change: Partial<Container> = {}): Container => ({
  id: 'c1',
  name: 'vision-1',
  image: '',
  imageId: '',
  state: 'running',
  status: '',
  createdAt: 0,
  ports: [],
  mounts: [],
  environment: {
    id: 'visionaa',
    name: 'vision',
    entry: '',
    projectFolder: '/p',
    gpus: { is: 'all' },
    gpuUuids: ['GPU-a', 'GPU-b', 'GPU-c'],
    jupyter: true,
    launchedAt: 0,
  },
  gpuRequest: 'all',
  ...change,
})
const cards = [card(0, 'GPU-a', 100), card(1, 'GPU-b', 100), card(2, 'GPU-c', 100)]
const kernelProcess = (
  change: { state?: 'idle' | 'busy'; idleFor?: number; memoryMiB?: number } = {},
): GpuProcess => ({
  pid: 7,
  startedAt: 1,
  command: 'python',
  user: 'ada',
  holds: [{ uuid: 'GPU-b', mig: null, memoryMiB: change.memoryMiB ?? 20_000 }],
  owner: {
    is: 'container',
    containerId: 'c1',
    name: 'vision-1',
    environment: { id: 'visionaa', name: 'vision', startedBy: 'ada' },
    kernel: {
      id: 'k1',
      state: change.state ?? 'idle',
      lastActivity: now - (change.idleFor ?? 3 * hour),
      notebook: 'train_vit.ipynb',
    },
  },
})
const live = (list: Card[]) =>
  ({ is: 'live', at: now, driver: '570', cuda: null, simulated: null, cards: list }) as const
const used = (processes: GpuProcess[]): GpuUse => ({ is: 'live', at: now, processes, mig: [] })
/** Five minutes at a second, each card at one level. */
const levels = (...percents: (number | null)[]) =>
  Object.fromEntries(
    percents.map((percent, index) => [
      cards[index]?.uuid ?? '',
      {
        at: Array.from({ length: 300 }, (_, second) => now - second * 1000),
        utilisationPercent: Array.from({ length: 300 }, () => percent),
        memoryUsedMiB: Array.from({ length: 300 }, () => 1),
      },
    ]),
  )
const facts = (change: Partial<AlertFacts> = {}): AlertFacts => ({
  now,
  sleeps: [],
  gpus: live(cards),
  history: {},
  use: used([]),
  containers: [container()],
  pending: [],
  outOfMemory: [],
  lostCards: [],
  ...change,
})
const told = (change: Partial<AlertFacts>) => conditionsOf(facts(change))

it('an ordinary machine has nothing to tell', () => {
  expect(told({})).toEqual([])
  expect(told({ gpus: { is: 'looking' }, use: { is: 'unavailable' } })).toEqual([])
})

describe('a card', () => {
  it('is nearly full above 95 %, not at it, and not without a figure', () => {
    expect(told({ gpus: live([card(3, 'GPU-d', 78_000)]) })).toMatchObject([
      { id: 'memory-full/GPU-d', kind: 'memory-full', cardUuid: 'GPU-d', params: { card: 3, percent: 95 } },
    ])
    expect(told({ gpus: live([card(3, 'GPU-d', 81_920 * 0.95)]) })).toEqual([])
    expect(told({ gpus: live([card(3, 'GPU-d', 0, { memoryUsedMiB: null })]) })).toEqual([])
  })

  it('is lost, or needs a reset', () => {
    for (const health of ['lost', 'needs-reset'] as const)
      expect(told({ gpus: live([card(0, 'GPU-a', 0, { health })]) })).toMatchObject([
        { kind: 'card-lost', params: { health } },
      ])
  })

  it('is throttled by heat and by the power supply, not by its usual power limit', () => {
    const throttling = (reasons: Card['throttling']) =>
      told({ gpus: live([card(0, 'GPU-a', 0, { throttling: reasons, temperatureCelsius: 91 })]) })
    expect(throttling(['power-limit'])).toEqual([])
    expect(throttling(null)).toEqual([])
    expect(throttling(['power-limit', 'hardware-thermal'])).toMatchObject([
      { kind: 'throttled', params: { reasons: 'hardware-thermal', celsius: 91 } },
    ])
    expect(throttling(['power-brake'])).toHaveLength(1)
  })
})

describe('memory that an idle kernel holds', () => {
  it('is told with notebook, amount and hours', () => {
    expect(told({ use: used([kernelProcess()]) })).toMatchObject([
      {
        id: 'idle-memory/k1',
        containerId: 'c1',
        kernelId: 'k1',
        params: { name: 'vision', notebook: 'train_vit.ipynb', memoryMiB: 20_000, hours: 3 },
      },
    ])
  })

  it('counts no time in which the machine slept, or over which its clock was set', () => {
    const day = { from: now - 24 * hour, to: now - 60_000 }
    const idleFor = (before: number) => 24 * hour + before
    expect(told({ use: used([kernelProcess({ idleFor: idleFor(2 * 60_000) })]), sleeps: [day] })).toEqual([])
    // It had been idle for two hours before: that stays told.
    expect(told({ use: used([kernelProcess({ idleFor: idleFor(2 * hour) })]), sleeps: [day] })).toMatchObject(
      [{ params: { hours: 2 } }],
    )
    // The kernel came to rest while the clock was already right again.
    expect(
      told({ use: used([kernelProcess({ idleFor: 2 * hour })]), sleeps: [{ from: 0, to: now - 3 * hour }] }),
    ).toHaveLength(1)
  })

  it('is no news within the hour, below a gibibyte, or while the kernel computes', () => {
    expect(told({ use: used([kernelProcess({ idleFor: hour - 1 })]) })).toEqual([])
    expect(told({ use: used([kernelProcess({ memoryMiB: 1000 })]) })).toEqual([])
    expect(told({ use: used([kernelProcess({ state: 'busy' })]) })).toEqual([])
  })
})

describe('one busy card of several', () => {
  const use = used([kernelProcess({ state: 'busy' })])

  it('is told when the others of the same container idle for minutes', () => {
    expect(told({ use, history: levels(1, 96, 0) })).toMatchObject([
      {
        id: 'one-busy-card/c1',
        containerId: 'c1',
        cardUuid: 'GPU-b',
        params: { name: 'vision', card: 1, cards: 3 },
      },
    ])
  })

  it('is not told when two are busy, another is half busy, or somebody else computes on it', () => {
    expect(told({ use, history: levels(80, 96, 0) })).toEqual([])
    expect(told({ use, history: levels(20, 96, 0) })).toEqual([])
    expect(told({ use: used([]), history: levels(0, 96, 0) })).toEqual([])
  })

  it('is not told before a minute was seen, nor without figures, nor of a container with one card', () => {
    expect(told({ use, history: {} })).toEqual([])
    expect(told({ use, history: levels(null, 96, 0) })).toEqual([])
    const one = container()
    const alone = one.environment && { ...one.environment, gpuUuids: ['GPU-b'] }
    expect(told({ use, history: levels(0, 96, 0), containers: [container({ environment: alone })] })).toEqual(
      [],
    )
    expect(told({ use, history: levels(0, 96, 0), containers: [container({ state: 'exited' })] })).toEqual([])
  })
})

it('an out of memory in a log is told for ten minutes, each time it happens', () => {
  const outOfMemory = [
    { containerId: 'c1', at: now - 12 * 60_000, lastAt: now - 11 * 60_000, line: 'old' },
    {
      containerId: 'c1',
      at: now - 11 * 60_000,
      lastAt: now - 1000,
      line: 'torch.OutOfMemoryError: CUDA out of memory.',
    },
  ]
  expect(told({ outOfMemory })).toMatchObject([
    {
      kind: 'cuda-out-of-memory',
      containerId: 'c1',
      params: { name: 'vision' },
      evidence: outOfMemory[1]?.line,
    },
  ])
})

it('a container that lost its cards is told while it runs', () => {
  const lostCards = [{ containerId: 'c1', evidence: 'Failed to initialize NVML: Unknown Error' }]
  expect(told({ lostCards })).toMatchObject([{ id: 'container-lost-gpu/c1', params: { name: 'vision' } }])
  expect(told({ lostCards, containers: [container({ state: 'exited' })] })).toEqual([])
})

it('what the reaper is about to do is told with its time', () => {
  const pending = [
    {
      environmentId: 'visionaa',
      environment: 'vision',
      containerId: 'c1',
      kernelId: 'k1',
      notebook: 'a.ipynb',
      memoryMiB: 5000,
      shutdownAt: now + 60_000,
    },
  ]
  expect(told({ pending })).toMatchObject([
    { kind: 'reaper', kernelId: 'k1', params: { shutdownAt: now + 60_000 } },
  ])
})
