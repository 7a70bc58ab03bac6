import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LogLine } from './assembling'
import { blocksOf, positionOf, windowOf } from './blocks'

const rows = (first: number, count: number): LogLine[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ id: first + at, source: 'stdout' as const, time: '', text: `${first + at}` },
    ...{ level: null, spans: null, parts: 1 },
  }))

test('blocks hold every row once, and a row stays in its block while others come and go before it', () => {
  const shape = (blocks: ReturnType<typeof blocksOf>) =>
    blocks.map(({ index, rows: held }) => [index, held.length])
  expect(shape(blocksOf(rows(0, 350), 0))).toEqual([
    [0, 100],
    [1, 100],
    [2, 100],
    [3, 50],
  ])
  expect(shape(blocksOf(rows(130, 300), 130))).toEqual([
    [1, 70],
    [2, 100],
    [3, 100],
    [4, 30],
  ])
  expect(shape(blocksOf(rows(-150, 300), -150))).toEqual([
    [-2, 50],
    [-1, 100],
    [0, 100],
    [1, 50],
  ])
})

test('whatever is in the window is drawn, and the page keeps its whole height', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 60, maxLength: 60 }),
      fc.option(fc.integer({ min: -10, max: 5100 })),
      fc.integer({ min: 1, max: 2000 }),
      (count, sizes, line, height) => {
        const blocks = blocksOf(rows(0, count), 0)
        const heightOf = ({ index }: { index: number }) => sizes[index] ?? 1
        const sum = (part: typeof blocks) => part.reduce((total, block) => total + heightOf(block), 0)
        const { from, to, above, below } = windowOf(
          blocks,
          heightOf,
          line === null ? 'end' : { line },
          height,
        )
        expect(above + sum(blocks.slice(from, to)) + below).toBe(sum(blocks))
        const drawn = (at: number) => Math.min(height, Math.max(0, at))
        if (line === null) {
          expect(to).toBe(blocks.length)
          expect(sum(blocks.slice(from))).toBeGreaterThanOrEqual(drawn(sum(blocks)))
        } else {
          const at = positionOf(blocks, line)
          expect(from).toBeLessThanOrEqual(at)
          expect(to).toBeGreaterThan(at)
          expect(sum(blocks.slice(at + 1, to))).toBeGreaterThanOrEqual(drawn(sum(blocks.slice(at + 1))))
        }
      },
    ),
  )
})

test('at the end the newest rows are drawn, and few of them', () => {
  const blocks = blocksOf(rows(0, 50_000), 0)
  const { from, to, above } = windowOf(blocks, () => 1900, 'end', 800)
  expect([from, to, above]).toEqual([498, 500, 498 * 1900])
})

test('a row that was filtered out is stood in for by the next one', () => {
  const even = rows(0, 400).filter(({ id }) => id % 2 === 0)
  const blocks = blocksOf(even, 0)
  expect(positionOf(blocks, 199)).toBe(1)
  expect(positionOf(blocks, -5)).toBe(0)
  expect(positionOf(blocks, 9999)).toBe(1)
})
