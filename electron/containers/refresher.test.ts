import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRefresher } from './refresher'

describe('a refresher', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('runs once for a burst, and soon', async () => {
    const run = vi.fn(() => Promise.resolve())
    const refresher = createRefresher(run, () => undefined)
    for (let index = 0; index < 50; index += 1) refresher.soon()
    await vi.advanceTimersByTimeAsync(100)
    expect(run).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('runs at most four times a second in a storm, and once after its last event', async () => {
    let changes = 0
    let seen = 0
    const runs: number[] = []
    const refresher = createRefresher(
      async () => {
        const now = changes
        runs.push(performance.now())
        await new Promise((resolve) => setTimeout(resolve, 30))
        seen = now
      },
      () => undefined,
    )
    for (let index = 0; index < 300; index += 1) {
      changes += 1
      refresher.soon()
      await vi.advanceTimersByTimeAsync(10)
    }
    await vi.advanceTimersByTimeAsync(1_000)
    expect(seen).toBe(300)
    expect(runs.length).toBeLessThanOrEqual(14)
    for (const [index, at] of runs.entries())
      if (index > 0) expect(at - (runs[index - 1] ?? 0)).toBeGreaterThanOrEqual(250)
  })

  it('joins a run under way, tells its failure, and goes on', async () => {
    let fail = true
    const run = vi.fn(() => (fail ? Promise.reject(new Error('no')) : Promise.resolve()))
    const failed = vi.fn()
    const refresher = createRefresher(run, failed)
    const both = Promise.allSettled([refresher.now(), refresher.now()])
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(run).toHaveBeenCalledTimes(1)
    refresher.soon()
    await vi.advanceTimersByTimeAsync(300)
    expect(failed).toHaveBeenCalledTimes(1)
    fail = false
    await refresher.now()
    expect(run).toHaveBeenCalledTimes(3)
  })

  it('does nothing more once stopped', async () => {
    const run = vi.fn(() => Promise.resolve())
    const refresher = createRefresher(run, () => undefined)
    refresher.soon()
    refresher.stop()
    refresher.soon()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(run).not.toHaveBeenCalled()
  })
})
