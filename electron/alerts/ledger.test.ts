import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alertKinds } from '../../shared/model/alert-kinds'
import type { OutOfMemory } from './facts'
import { outOfMemoryIn, withFound } from './out-of-memory'
import { alertsOf, nextLedger, type Ledger } from './ledger'
import { answerOf, probeCards } from './probe'
import { isNotice, isQuiet } from './quiet'
import type { Condition } from './rules'

const condition = (kind: Condition['kind'], subject = 'a'): Condition => ({
  id: `${kind}/${subject}`,
  kind,
  cardUuid: null,
  containerId: null,
  kernelId: null,
  params: {},
  evidence: '',
})

/** One look every five seconds; the conditions of each. */
function over(looks: (readonly Condition[])[], stepMilliseconds = 5000) {
  let ledger: Ledger = []
  let now = 1_000_000
  const fresh: string[] = []
  for (const [index, conditions] of looks.entries()) {
    const next = nextLedger(ledger, conditions, {
      now,
      lastLook: index === 0 ? null : now - stepMilliseconds,
    })
    ledger = next.ledger
    fresh.push(...next.fresh.map(({ kind }) => `${index} ${kind}`))
    now += stepMilliseconds
  }
  return { ledger, fresh, alerts: alertsOf(ledger) }
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

describe('the ledger', () => {
  it('tells of a condition once, after it has held for a while', () => {
    expect(over(times(10, [condition('memory-full')])).fresh).toEqual(['3 memory-full'])
    expect(over(times(10, [condition('throttled')])).fresh).toEqual(['6 throttled'])
    expect(over(times(10, [condition('container-lost-gpu')])).fresh).toEqual(['0 container-lost-gpu'])
  })

  it('does not tell of a flicker', () => {
    const looks = times(20, 0).map((_, index) => (index % 2 === 0 ? [condition('memory-full')] : []))
    expect(over(looks)).toMatchObject({ fresh: [], alerts: [] })
  })

  it('ends an alert when its condition has been gone for a while, and not for a short gap', () => {
    const held = times(5, [condition('memory-full')])
    expect(over([...held, ...times(2, []), ...held]).alerts).toMatchObject([{ endedAt: null }])
    expect(over([...held, ...times(6, [])]).alerts).toMatchObject([{ endedAt: 1_000_000 + 5 * 5000 }])
  })

  it('tells anew when it comes back after its end', () => {
    const held = times(5, [condition('memory-full')])
    expect(over([...held, ...times(6, []), ...held]).fresh).toEqual(['3 memory-full', '14 memory-full'])
  })

  it('tells nothing because the machine slept or its clock jumped', () => {
    // Two looks an hour apart: nobody knows that it held all the time.
    expect(over(times(2, [condition('memory-full')]), 3600_000).fresh).toEqual([])
    const back = nextLedger(over(times(2, [condition('memory-full')])).ledger, [condition('memory-full')], {
      now: 0,
      lastLook: 1_005_000,
    })
    expect(back.fresh).toEqual([])
  })

  it('stays bounded, and never tells the same alert twice while it lasts', () => {
    const conditions = fc.array(
      fc.record({ kind: fc.constantFrom(...alertKinds), subject: fc.string({ maxLength: 2 }) }),
    )
    fc.assert(
      fc.property(fc.array(conditions, { maxLength: 40 }), (looks) => {
        const { ledger, alerts } = over(
          looks.map((each) => [
            ...new Map(
              each.map((at) => [`${at.kind}/${at.subject}`, condition(at.kind, at.subject)]),
            ).values(),
          ]),
        )
        expect(ledger.length).toBeLessThanOrEqual(300)
        const lasting = alerts.filter(({ endedAt }) => endedAt === null).map(({ id }) => id)
        expect(new Set(lasting).size).toBe(lasting.length)
      }),
    )
  })
})

describe('quiet hours', () => {
  const at = (time: string) => new Date(`2026-11-24T${time}:00`)
  const hours = { on: true, from: '22:00', to: '08:00' }

  it.each([
    ['21:59', false],
    ['22:00', true],
    ['03:00', true],
    ['07:59', true],
    ['08:00', false],
  ])('over midnight, %s is quiet: %s', (time, quiet) => {
    expect(isQuiet(hours, at(time))).toBe(quiet)
  })

  it('within a day, off, and of no length', () => {
    expect(isQuiet({ on: true, from: '12:00', to: '13:00' }, at('12:30'))).toBe(true)
    expect(isQuiet({ on: true, from: '12:00', to: '13:00' }, at('13:00'))).toBe(false)
    expect(isQuiet({ ...hours, on: false }, at('23:00'))).toBe(false)
    expect(isQuiet({ on: true, from: '12:00', to: '12:00' }, at('12:00'))).toBe(false)
  })

  it('a shutdown that is announced is told all the same; what is switched off never is', () => {
    const settings = { off: ['throttled' as const], desktop: true, quietHours: hours }
    expect(isNotice('memory-full', settings, at('23:00'))).toBe(false)
    expect(isNotice('reaper', settings, at('23:00'))).toBe(true)
    expect(isNotice('throttled', settings, at('12:00'))).toBe(false)
    expect(isNotice('reaper', { ...settings, desktop: false }, at('12:00'))).toBe(false)
  })
})

it.each([
  'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.15 GiB',
  'RuntimeError: CUDA error: out of memory',
  'RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 10.76 GiB total capacity)',
  'cupy.cuda.memory.OutOfMemoryError: Out of memory allocating 8,000,000,000 bytes',
  'jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 17179869184 bytes.',
  'RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`',
])('%j is an out of memory', (line) => {
  expect(outOfMemoryIn(`  ${line}`)).toBe(line)
})

it.each(['Out of memory: Killed process 1234 (python)', 'step 12 loss 0.4', 'CUDA is available'])(
  '%j is none of CUDA’s',
  (line) => {
    expect(outOfMemoryIn(line)).toBeNull()
  },
)

it.each([
  [0, 'GPU 0: NVIDIA A100 (UUID: GPU-1)\nGPU 1: NVIDIA A100 (UUID: GPU-2)\n', 'has-cards'],
  [255, 'Failed to initialize NVML: Unknown Error\n', 'lost'],
  [6, 'No devices were found\n', 'lost'],
  [18, 'Failed to initialize NVML: Driver/library version mismatch\n', 'cannot-tell'],
  [127, 'exec: "nvidia-smi": executable file not found in $PATH', 'cannot-tell'],
  [0, '', 'cannot-tell'],
])('a container that answers %i %j: %s', (exitCode, text, is) => {
  expect(answerOf(exitCode, text).is).toBe(is)
})

it('a container that does not answer in time is told from one that cannot be asked, and from a loss of the engine', async () => {
  type Run = Parameters<typeof probeCards>[0]['containers']['run']
  const engine = (run: Run) => ({ containers: { run } }) as Parameters<typeof probeCards>[0]
  const hangs: Run = (_id, _spec, signal) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))))
  const never = new AbortController()
  expect(await probeCards(engine(hangs), 'c1', never.signal, 10)).toEqual({ is: 'silent' })
  const lost = new AbortController()
  const asked = probeCards(engine(hangs), 'c1', lost.signal, 60_000)
  lost.abort()
  expect(await asked).toEqual({ is: 'cannot-tell' })
  const stopped: Run = () => Promise.reject(new Error('not running'))
  expect(await probeCards(engine(stopped), 'c1', never.signal, 10)).toEqual({ is: 'cannot-tell' })
})

it('a program that runs out of memory again and again is told once, and again after a minute of peace', () => {
  let all: OutOfMemory[] = []
  const news: number[] = []
  const find = (containerId: string, at: number) => {
    const found = withFound(all, { containerId, at, line: `at ${at}` })
    all = found.all
    if (found.isNews) news.push(at)
  }
  for (let at = 0; at < 600_000; at += 7) find('c1', at)
  find('c2', 600_000)
  find('c1', 659_000)
  find('c1', 719_000)
  expect(news).toEqual([0, 600_000, 719_000])
  expect(all).toHaveLength(3)
  expect(all[0]).toEqual({ containerId: 'c1', at: 0, lastAt: 659_000, line: 'at 659000' })
})
