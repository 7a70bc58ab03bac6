import fc from 'fast-check'
import { expect, it } from 'vitest'
import { spanOf } from './window'

it('draws every row of a short list', () => {
  expect(spanOf({ top: 500, height: 600, rowHeight: 50, count: 60 })).toEqual({ from: 0, to: 60 })
})

it('draws few rows of a long list, and always those in sight', () => {
  const place = fc.record({
    top: fc.integer({ min: 0, max: 60_000 }),
    height: fc.integer({ min: 1, max: 2_000 }),
    rowHeight: fc.integer({ min: 20, max: 80 }),
    count: fc.integer({ min: 61, max: 2_000 }),
  })
  fc.assert(
    fc.property(place, ({ top, height, rowHeight, count }) => {
      const scrolled = Math.max(0, Math.min(top, count * rowHeight - height))
      const { from, to } = spanOf({ top: scrolled, height, rowHeight, count })
      expect(from).toBeLessThanOrEqual(Math.floor(scrolled / rowHeight))
      expect(to).toBeGreaterThanOrEqual(Math.min(count, Math.ceil((scrolled + height) / rowHeight)))
      expect(to - from).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 17)
    }),
  )
})

it('draws the end when the list became shorter than the place scrolled to', () => {
  const { from, to } = spanOf({ top: 20_000, height: 500, rowHeight: 50, count: 100 })
  expect(from).toBeLessThan(to)
  expect(to).toBe(100)
})
