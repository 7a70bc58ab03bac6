import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Container, ContainerUsage } from '../../shared/contract/containers'
import { refusal, RefusalError } from '../../shared/model/refusal'
import type { Engine, UsageReading } from '../engine'
import { createWatched } from '../watched'
import { createUsages } from './usages'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

/** An engine that takes most of a second over a reading, as Docker 20.10 does, and counts. */
function stage(
  count: number,
  broken: (id: string) => unknown = () => null,
  slow: (id: string) => number = () => 900,
) {
  const asked = { now: 0, most: 0, ids: [] as string[] }
  const usage = async (id: string, signal: AbortSignal): Promise<UsageReading> => {
    asked.ids.push(id)
    asked.now += 1
    asked.most = Math.max(asked.most, asked.now)
    await new Promise((resolve) => {
      setTimeout(resolve, slow(id))
      signal.addEventListener('abort', resolve)
    })
    asked.now -= 1
    if (signal.aborted) throw signal.reason
    const why = broken(id)
    if (why !== null) throw why
    // A quarter of one core of four, since the machine started.
    const systemNanoseconds = performance.now() * 4e6
    const figures = { cpuNanoseconds: systemNanoseconds / 16, systemNanoseconds, cpus: 4 }
    return { ...figures, memoryBytes: 1, memoryLimitBytes: 2 }
  }
  const ids = Array.from({ length: count }, (_, index) => `c${index}`)
  const list = createWatched(ids.map((id) => ({ id, state: 'running' }) as Container))
  const lines: string[] = []
  const usages = createUsages({
    engine: { containers: { usage } } as unknown as Pick<Engine, 'containers'>,
    containers: list.watch,
    log: (line) => lines.push(line),
  })
  const seen: ContainerUsage[][] = []
  const stop = new AbortController()
  void (async () => {
    for await (const all of usages.watch(stop.signal)) seen.push(all)
  })()
  const after = async (seconds: number) => {
    await vi.advanceTimersByTimeAsync(seconds * 1_000 + 100)
    return seen.at(-1) ?? []
  }
  return { asked, ids, list, lines, after, seen, stop, usages }
}

it('reads each of a few every second', async () => {
  const { asked, after, ids } = stage(60)
  const told = await after(5)
  expect(told.map(({ id }) => id).sort()).toEqual([...ids].sort())
  expect(told.every(({ cpuPercent }) => Math.round(cpuPercent) === 25)).toBe(true)
  const before = asked.ids.length
  await after(10)
  expect(asked.ids.length - before).toBeGreaterThanOrEqual(60 * 9)
})

it('asks no more of the engine where hundreds run, and tells them all the same', async () => {
  const { asked, after, ids } = stage(500)
  expect((await after(11)).map(({ id }) => id).sort()).toEqual([...ids].sort())
  expect(asked.most).toBeLessThanOrEqual(100)
  asked.ids.length = 0
  await after(10)
  expect(asked.ids.length).toBeLessThanOrEqual(11 * 100)
  // In turn: each of them, as often as any other.
  const times = ids.map((id) => asked.ids.filter((one) => one === id).length)
  expect(Math.min(...times)).toBeGreaterThanOrEqual(1)
  expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1)
})

it('is not held up by those that cannot be read, and forgets what stopped', async () => {
  const gone = new RefusalError(refusal('NotFound').code)
  const { after, ids, list, lines } = stage(150, (id) => {
    if (Number(id.slice(1)) < 110) return gone
    return id === 'c110' ? new TypeError('not as expected') : null
  })
  const told = await after(8)
  expect(told.map(({ id }) => id).sort()).toEqual(ids.slice(111).sort())
  expect(lines).toEqual(['usage of c110: TypeError: not as expected'])
  list.set(list.get().filter(({ id }) => id !== 'c149'))
  expect((await after(1)).map(({ id }) => id)).not.toContain('c149')
})

it('asks nothing once nobody listens', async () => {
  const { asked, after, stop } = stage(20)
  await after(2)
  stop.abort()
  await after(1)
  asked.ids.length = 0
  await after(5)
  expect(asked.ids).toEqual([])
})

it('tells the others while one does not answer, and nothing old of that one', async () => {
  const late = new RefusalError(refusal('EngineTimeout').code)
  let hangs = false
  const is = (id: string) => hangs && id === 'c0'
  const { after, seen } = stage(
    3,
    (id) => (is(id) ? late : null),
    (id) => (is(id) ? 15_000 : 900),
  )
  expect((await after(5)).map(({ id }) => id).sort()).toEqual(['c0', 'c1', 'c2'])
  hangs = true
  const before = seen.length
  expect((await after(60)).map(({ id }) => id).sort()).toEqual(['c1', 'c2'])
  expect(seen.length - before).toBeGreaterThan(45)
})

it('does not tell whoever listens next what was used before', async () => {
  const { after, stop, usages } = stage(1)
  expect(await after(3)).toHaveLength(1)
  stop.abort()
  await vi.advanceTimersByTimeAsync(60_000)
  const again = new AbortController()
  for await (const first of usages.watch(again.signal)) {
    expect(first).toEqual([])
    break
  }
})
