import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Kernel } from '../../shared/contract/kernels'
import type { GpuProcess } from '../../shared/contract/processes'
import { decide, kept, type Memory, type ReaperFacts } from './decide'

const minute = 60_000
const start = Date.UTC(2026, 10, 24)
const rule = { on: true, idleMinutes: 30, memoryMiB: 1000, graceMinutes: 5 }

const kernel = (change: Partial<Kernel> = {}): Kernel => ({
  id: 'k1',
  state: 'idle',
  lastActivity: start - 3600_000,
  notebook: 'train.ipynb',
  containerId: 'c1',
  environment: { id: 'vision', name: 'vision' },
  spec: 'python3',
  connections: 1,
  pid: 7,
  cpuPercent: 0,
  memoryBytes: 1,
  gpuMemoryMiB: 8000,
  ...change,
})
const holding = (uuid: string): GpuProcess => ({
  pid: 7,
  startedAt: 1,
  command: 'python',
  user: 'ada',
  holds: [{ uuid, mig: null, memoryMiB: 8000 }],
  owner: {
    is: 'container',
    containerId: 'c1',
    name: 'vision',
    environment: null,
    kernel: { id: 'k1', state: 'idle', lastActivity: null, notebook: 'train.ipynb' },
  },
})
const facts = (at: number, change: Partial<ReaperFacts> = {}): ReaperFacts => ({
  now: start + at * minute,
  rules: { vision: rule },
  kernels: [kernel()],
  processes: [holding('GPU-a')],
  cards: new Map([['GPU-a', 0]]),
  ...change,
})

/** One look a minute; what was decided, with its minute. */
function over(minutes: number, at: (minute: number) => Partial<ReaperFacts> = () => ({})) {
  let memory: Memory = new Map()
  const told: string[] = []
  for (let each = 0; each <= minutes; each += 1) {
    const decided = decide(facts(each, at(each)), memory)
    memory = decided.memory
    told.push(...decided.verdicts.map(({ is }) => `${each} ${is}`))
    if (decided.verdicts.some(({ is }) => is === 'shut-down')) break
  }
  return told
}

describe('an idle kernel that holds memory', () => {
  it('is announced after the idle time and shut down after the grace', () => {
    expect(over(60)).toEqual(['30 announce', '35 shut-down'])
  })

  it('is let be without a rule, or with one that is off', () => {
    expect(over(600, () => ({ rules: {} }))).toEqual([])
    expect(over(600, () => ({ rules: { vision: { ...rule, on: false } } }))).toEqual([])
    expect(over(600, () => ({ rules: { other: rule } }))).toEqual([])
  })

  it('is let be while it holds less than the limit, or nobody knows how much', () => {
    expect(over(600, () => ({ kernels: [kernel({ gpuMemoryMiB: 999 })] }))).toEqual([])
    expect(over(600, () => ({ kernels: [kernel({ gpuMemoryMiB: null })] }))).toEqual([])
  })

  it('is never touched while it is busy, starting or unknown, however long', () => {
    for (const state of ['busy', 'starting', 'restarting', 'unknown'] as const)
      expect(over(600, () => ({ kernels: [kernel({ state })] }))).toEqual([])
  })

  it('is let be while a card that it holds computes, whoever’s work that is', () => {
    expect(over(600, () => ({ cards: new Map([['GPU-a', 40]]) }))).toEqual([])
    // Another card does not matter, nor does a percent of the driver's own.
    expect(over(60, () => ({ cards: new Map([['GPU-a', 2]]).set('GPU-b', 99) }))).toEqual([
      '30 announce',
      '35 shut-down',
    ])
  })

  it('is let go when it stirs within the grace, and the time begins anew', () => {
    const busyAt33 = (each: number) => (each === 33 ? { kernels: [kernel({ state: 'busy' as const })] } : {})
    expect(over(80, busyAt33)).toEqual(['30 announce', '33 became-busy', '64 announce', '69 shut-down'])
  })

  it('counts from its last activity, also from one between two looks', () => {
    const activeAt20 = (each: number) =>
      each >= 20 ? { kernels: [kernel({ lastActivity: start + 20 * minute })] } : {}
    expect(over(80, activeAt20)).toEqual(['50 announce', '55 shut-down'])
  })

  it('is kept when a person says so, and counts as active from then on', () => {
    let memory: Memory = new Map()
    for (let each = 0; each <= 31; each += 1) memory = decide(facts(each), memory).memory
    memory = kept(memory, 'k1', start + 32 * minute)
    const told: string[] = []
    for (let each = 33; each <= 62; each += 1) {
      const decided = decide(facts(each), memory)
      memory = decided.memory
      told.push(...decided.verdicts.map(({ is }) => `${each} ${is}`))
    }
    expect(told).toEqual(['62 announce'])
  })

  it('is let go when it worked between two looks within the grace, and is idle again at both', () => {
    const workedAt32 = (each: number) =>
      each >= 33 ? { kernels: [kernel({ lastActivity: start + 32.5 * minute })] } : {}
    expect(over(80, workedAt32)).toEqual(['30 announce', '33 became-busy', '63 announce', '68 shut-down'])
    // A server whose clock is behind says a moment of the past, but another one than before.
    const byAnotherClock = (each: number) =>
      each >= 33 ? { kernels: [kernel({ lastActivity: start - 1800_000 })] } : {}
    expect(over(34, byAnotherClock)).toEqual(['30 announce', '33 became-busy'])
  })

  it('is not shut down after a sleep that nobody could read the notice in: the grace begins anew', () => {
    let memory: Memory = new Map()
    for (let each = 0; each <= 31; each += 1) memory = decide(facts(each), memory).memory
    const told: string[] = []
    for (let each = 500; each <= 505; each += 1) {
      const decided = decide(facts(each), memory)
      memory = decided.memory
      told.push(...decided.verdicts.map(({ is }) => `${each} ${is}`))
    }
    expect(told).toEqual(['505 shut-down'])
  })

  it('is let be where the driver tells no utilisation, unless its own processes are known to be idle', () => {
    const blind = { cards: new Map([['GPU-a', null]]) }
    expect(over(60, () => blind)).toEqual(['30 announce', '35 shut-down'])
    for (const cpuPercent of [90, null])
      expect(over(60, () => ({ ...blind, kernels: [kernel({ cpuPercent })] }))).toEqual([])
    expect(over(60, () => ({ cards: new Map(), kernels: [kernel({ cpuPercent: 90 })] }))).toEqual([])
  })

  it('is seen quiet from the first look only: what was before Berth started nobody measured', () => {
    expect(over(29)).toEqual([])
  })
})

it('nothing that is not idle, known and above the limit is ever shut down, whatever the order of looks', () => {
  const state = fc.constantFrom('idle', 'busy', 'starting', 'unknown', 'dead')
  const look = fc.record({
    state,
    memory: fc.option(fc.integer({ min: 0, max: 9000 })),
    busy: fc.integer({ min: 0, max: 100 }),
    jump: fc.integer({ min: -120, max: 120 }),
  })
  fc.assert(
    fc.property(fc.array(look, { maxLength: 60 }), (looks) => {
      let memory: Memory = new Map()
      let at = 0
      for (const each of looks) {
        at += each.jump
        const kernels = [kernel({ state: each.state, gpuMemoryMiB: each.memory })]
        const decided = decide(facts(at, { kernels, cards: new Map([['GPU-a', each.busy]]) }), memory)
        memory = decided.memory
        for (const verdict of decided.verdicts)
          if (verdict.is !== 'became-busy') {
            expect(each.state).toBe('idle')
            expect(each.memory).toBeGreaterThanOrEqual(rule.memoryMiB)
            expect(each.busy).toBeLessThan(5)
          }
      }
    }),
  )
})
