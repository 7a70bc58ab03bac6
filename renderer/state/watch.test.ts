import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createWatch, latest } from './watch'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A service that can be told to send, to break and to count its listeners. */
function service() {
  const streams: { signal: AbortSignal; send: (value: number) => void; fail: (error: Error) => void }[] = []
  const open = (signal: AbortSignal): Promise<AsyncIterable<number>> => {
    const queue: number[] = []
    let wake: () => void = () => undefined
    let broken: Error | null = null
    signal.addEventListener('abort', () => wake())
    streams.push({
      signal,
      send: (value) => {
        queue.push(value)
        wake()
      },
      fail: (error) => {
        broken = error
        wake()
      },
    })
    async function* values() {
      while (!signal.aborted) {
        const next = queue.shift()
        if (next !== undefined) yield next
        else if (broken) throw broken
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    }
    return Promise.resolve(values())
  }
  return { open, streams }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

describe('a shared watch', () => {
  test('opens one stream for many listeners and tells them all', async () => {
    const { open, streams } = service()
    const watch = createWatch(open)
    const first = vi.fn()
    const second = vi.fn()
    watch.subscribe(first)
    watch.subscribe(second)
    await settle()
    expect(streams).toHaveLength(1)
    streams[0]?.send(7)
    await settle()
    expect(watch.get()).toEqual({ is: 'live', value: 7 })
    expect(first).toHaveBeenCalledOnce()
    expect(second).toHaveBeenCalledOnce()
  })

  test('closes the stream after the last listener left, but not while the next screen mounts', async () => {
    const { open, streams } = service()
    const watch = createWatch(open)
    const leave = watch.subscribe(() => undefined)
    await settle()
    leave()
    const leaveAgain = watch.subscribe(() => undefined)
    await vi.advanceTimersByTimeAsync(1000)
    expect(streams[0]?.signal.aborted).toBe(false)
    leaveAgain()
    await vi.advanceTimersByTimeAsync(1000)
    expect(streams[0]?.signal.aborted).toBe(true)
    expect(streams).toHaveLength(1)
  })

  test('who only overhears opens nothing, and hears what others asked for', async () => {
    const { open, streams } = service()
    const watch = createWatch(open)
    const heard: unknown[] = []
    const leave = watch.overhear(() => heard.push(watch.get()))
    await settle()
    expect(streams).toHaveLength(0)
    watch.subscribe(() => undefined)
    await settle()
    streams[0]?.send(1)
    await settle()
    expect(heard).toEqual([{ is: 'live', value: 1 }])
    leave()
    streams[0]?.send(2)
    await settle()
    expect(heard).toHaveLength(1)
  })

  test('keeps the last value when the stream is lost, opens it again, and waits longer each time', async () => {
    const { open, streams } = service()
    const watch = createWatch(open)
    watch.subscribe(() => undefined)
    await settle()
    streams[0]?.send(1)
    await settle()
    streams[0]?.fail(new Error('gone'))
    await settle()
    expect(watch.get()).toMatchObject({
      is: 'lost',
      last: 1,
      refusal: { code: 'Unforeseen', evidence: 'gone' },
    })
    expect(latest(watch.get())).toBe(1)
    await vi.advanceTimersByTimeAsync(250)
    expect(streams).toHaveLength(2)
    streams[1]?.fail(new Error('still gone'))
    await vi.advanceTimersByTimeAsync(300)
    expect(streams).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(250)
    expect(streams).toHaveLength(3)
    streams[2]?.send(2)
    await settle()
    expect(watch.get()).toEqual({ is: 'live', value: 2 })
  })
})
