import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPace } from './frames'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

function paced() {
  const drawn: [number, number, boolean | undefined][] = []
  const state = { flooding: false }
  const { pace, dispose } = createPace(
    (start, end, isRedrawOnly) => drawn.push([start, end, isRedrawOnly]),
    () => state.flooding,
  )
  return { drawn, state, pace, dispose }
}

it('draws what is typed at once', () => {
  const { drawn, pace } = paced()
  pace(3, 3)
  pace(4, 4, true)
  expect(drawn).toEqual([
    [3, 3, false],
    [4, 4, true],
  ])
})

it('draws a flood twenty times a second, and every row that changed', () => {
  const { drawn, state, pace } = paced()
  state.flooding = true
  for (let frame = 0; frame < 60; frame += 1) {
    pace(frame % 10, (frame % 10) + 1)
    vi.advanceTimersByTime(1000 / 60)
  }
  expect(drawn.length).toBeGreaterThanOrEqual(15)
  expect(drawn.length).toBeLessThanOrEqual(21)
  expect([Math.min(...drawn.map(([start]) => start)), Math.max(...drawn.map(([, end]) => end))]).toEqual([
    0, 10,
  ])
})

it('draws the rest as soon as the flood is over, and nothing afterwards', () => {
  const { drawn, state, pace } = paced()
  state.flooding = true
  pace(0, 1)
  vi.advanceTimersByTime(0)
  pace(2, 5, true)
  pace(7, 9)
  expect(drawn).toEqual([[0, 1, false]])
  state.flooding = false
  pace(4, 4, true)
  expect(drawn.at(-1)).toEqual([2, 9, false])
  vi.advanceTimersByTime(1000)
  expect(drawn).toHaveLength(2)
})

it('draws the last of a flood although nothing follows', () => {
  const { drawn, state, pace } = paced()
  state.flooding = true
  pace(0, 1)
  vi.advanceTimersByTime(0)
  pace(5, 6)
  vi.advanceTimersByTime(60)
  expect(drawn.at(-1)).toEqual([5, 6, false])
})

it('draws nothing on a screen that is gone', () => {
  const { drawn, state, pace, dispose } = paced()
  state.flooding = true
  pace(0, 1)
  dispose()
  vi.advanceTimersByTime(1000)
  expect(drawn).toEqual([])
})
