import { describe, expect, it } from 'vitest'
import { isDue } from './due'

const points = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => (from + i) * 1000)
const seconds = (to: number, minutes = 15) => ({ from: (to - minutes * 60) * 1000, to: to * 1000 })
const shown = (to: number, phase = 0) => ({ view: seconds(to), at: points(to - 800, to), phase })
/** 250 pixels for a quarter of an hour: one for 3.6 seconds. */
const width = 250

describe('a plot of time', () => {
  it('waits until it has moved by a pixel', () => {
    const next = (to: number) => isDue(shown(1000), { view: seconds(to), at: points(200, to) }, width)
    expect([1001, 1002, 1003, 1004].map(next)).toEqual([false, false, false, true])
  })

  it('is drawn sooner the first time, each at its own moment', () => {
    const next = { view: seconds(1002), at: points(200, 1002) }
    expect(isDue(shown(1000, 0.5), next, width)).toBe(true)
    expect(isDue(shown(1000, 0.4), next, width)).toBe(false)
  })

  it('follows each sample where a pixel is less than a second', () => {
    const before = { view: seconds(1000, 1), at: points(200, 1000), phase: 0 }
    expect(isDue(before, { view: seconds(1001, 1), at: points(201, 1001) }, width)).toBe(true)
  })

  it.each([
    ['a longer span', { view: seconds(1001, 5), at: points(200, 1001) }],
    ['what was kept from before it was opened', { view: seconds(1001), at: points(100, 1001) }],
    ['other points', { view: seconds(1001), at: points(200, 999) }],
    ['a gap in the middle', { view: seconds(1001), at: points(400, 1001) }],
    ['no points any more', { view: seconds(1001), at: [] }],
  ])('is drawn at once for %s', (_what, next) => {
    expect(isDue(shown(1000), next, width)).toBe(true)
  })
})
