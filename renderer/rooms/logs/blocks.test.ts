import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blocksOf, windowOf } from './blocks'
import type { LogLine } from './lines'

const lines = (first: number, count: number): LogLine[] =>
  Array.from({ length: count }, (_, at) => ({
    id: first + at,
    source: 'stdout',
    time: '',
    text: `${first + at}`,
  }))

test('blocks hold every line once, and keep their index while earlier lines are dropped', () => {
  const before = blocksOf(lines(0, 350))
  const after = blocksOf(lines(130, 300))
  expect(before.map(({ index, lines }) => [index, lines.length])).toEqual([
    [0, 100],
    [1, 100],
    [2, 100],
    [3, 50],
  ])
  expect(after.map(({ index, lines }) => [index, lines.length])).toEqual([
    [1, 70],
    [2, 100],
    [3, 100],
    [4, 30],
  ])
  expect(after.flatMap(({ lines }) => lines.map(({ id }) => id))).toEqual(lines(130, 300).map(({ id }) => id))
})

test('whatever is in the window is drawn, and the page keeps its whole height', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 60, maxLength: 60 }),
      fc.integer({ min: 0, max: 60_000 }),
      fc.integer({ min: 1, max: 2000 }),
      (count, sizes, top, height) => {
        const blocks = blocksOf(lines(0, count))
        const heightOf = ({ index }: { index: number }) => sizes[index] ?? 1
        const whole = blocks.reduce((sum, block) => sum + heightOf(block), 0)
        const { from, to, above, below } = windowOf(blocks, heightOf, { top, height })
        const drawn = blocks.slice(from, to).reduce((sum, block) => sum + heightOf(block), 0)
        expect(above + drawn + below).toBe(whole)
        expect(above).toBeLessThanOrEqual(Math.min(top, whole))
        expect(above + drawn).toBeGreaterThanOrEqual(Math.min(top + height, whole))
        expect(to - from).toBeLessThanOrEqual(blocks.length)
      },
    ),
  )
})

test('at the end the newest lines are drawn, and few of them', () => {
  const blocks = blocksOf(lines(0, 50_000))
  const { from, to, above } = windowOf(blocks, () => 1900, 'end')
  expect([from, to, above]).toEqual([497, 500, 497 * 1900])
})
