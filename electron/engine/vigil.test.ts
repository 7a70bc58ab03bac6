import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepVigil } from './vigil'

describe('keepVigil', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  const silentPing = (limit: number) =>
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), limit))

  function watch(vigil: {
    eager: boolean
    ping: (limit: number) => Promise<boolean>
    heardAt?: () => number
  }) {
    const stop = new AbortController()
    const pings: number[] = []
    let ended: { why: string | null; at: number } | null = null
    const start = performance.now()
    const ping = (limit: number) => {
      pings.push(performance.now() - start)
      return vigil.ping(limit)
    }
    void keepVigil(
      { ping, heardAt: vigil.heardAt ?? (() => -1), eager: () => vigil.eager },
      stop.signal,
    ).then((why) => {
      ended = { why, at: performance.now() - start }
    })
    return { stop, pings, ended: () => ended }
  }

  it('tells a silent engine within two seconds while somebody waits', async () => {
    const seen = watch({ eager: true, ping: silentPing })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(seen.ended()).toMatchObject({ why: 'no answer to a ping within 1250 ms' })
    expect(seen.ended()?.at).toBeLessThan(2_000)
  })

  it('takes whatever the engine streams for a sign of life', async () => {
    const seen = watch({ eager: true, ping: silentPing, heardAt: () => performance.now() })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(seen.ended()).toBeNull()
    seen.stop.abort()
  })

  it('pings twice a second while somebody looks, and every five seconds when nobody does', async () => {
    const vigil = { eager: true, ping: () => Promise.resolve(true) }
    const seen = watch(vigil)
    await vi.advanceTimersByTimeAsync(5_050)
    expect(seen.pings).toHaveLength(10)
    vigil.eager = false
    await vi.advanceTimersByTimeAsync(20_000)
    expect(seen.pings.length).toBeLessThanOrEqual(14)
    seen.stop.abort()
    await vi.advanceTimersByTimeAsync(1)
    expect(seen.ended()).toMatchObject({ why: null })
  })

  it('asks once more when this process itself stood still', async () => {
    let calls = 0
    const seen = watch({
      eager: true,
      ping: (limit) => {
        calls += 1
        return calls === 1 ? silentPing(limit + 5_000) : Promise.resolve(true)
      },
    })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(calls).toBeGreaterThan(1)
    expect(seen.ended()).toBeNull()
    seen.stop.abort()
  })

  it('passes on why the connection failed', async () => {
    const seen = watch({ eager: true, ping: () => Promise.reject(new Error('connect ENOENT /x')) })
    await vi.advanceTimersByTimeAsync(600)
    expect(seen.ended()).toMatchObject({ why: 'connect ENOENT /x' })
  })
})
