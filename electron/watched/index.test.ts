import { describe, expect, it } from 'vitest'
import { createWatched } from '.'

describe('a watched value', () => {
  it('gives the current value first, then each change, until the signal fires', async () => {
    const counts: number[] = []
    const value = createWatched(1, (count) => counts.push(count))
    const stop = new AbortController()
    const seen: number[] = []
    const following = (async () => {
      for await (const each of value.watch(stop.signal)) {
        seen.push(each)
        if (each === 3) stop.abort()
      }
    })()
    await expect.poll(() => seen).toEqual([1])
    value.set(2)
    await expect.poll(() => seen).toEqual([1, 2])
    value.set(3)
    await following
    expect(seen).toEqual([1, 2, 3])
    expect(counts).toEqual([1, 0])
  })

  it('lets a slow follower skip to the newest', async () => {
    const value = createWatched(1)
    const stop = new AbortController()
    const iterator = value.watch(stop.signal)[Symbol.asyncIterator]()
    await iterator.next()
    for (const next of [2, 3, 4]) value.set(next)
    expect(await iterator.next()).toEqual({ done: false, value: 4 })
    const waiting = iterator.next()
    stop.abort()
    expect(await waiting).toMatchObject({ done: true })
    expect(value.followers()).toBe(0)
  })
})
