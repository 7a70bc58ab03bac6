import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LogLine } from './assembling'
import { createSieve, type Filter, type Shown } from './sieve'

const all: Filter = {
  levels: new Set<Shown>(['error', 'warn', 'info', 'debug', 'none']),
  sources: new Set(['stdout', 'stderr']),
  pattern: null,
  onlyMatches: null,
  clearedBefore: null,
}

function line(id: number, change: Partial<LogLine> = {}): LogLine {
  return { id, source: 'stdout', time: '', text: `line ${id}`, level: null, spans: null, parts: 1, ...change }
}
const lines = (from: number, to: number, change: (id: number) => Partial<LogLine> = () => ({})) =>
  Array.from({ length: to - from }, (_, at) => line(from + at, change(from + at)))
const ids = (rows: readonly LogLine[]) => rows.map(({ id }) => id)

test('shows the lines of the levels and streams that are wanted', () => {
  const some = [
    line(0, { level: 'error' }),
    line(1, { level: 'info' }),
    line(2, { source: 'stderr' }),
    line(3, { level: 'error', source: 'stderr' }),
  ]
  const shown = (change: Partial<Filter>) => ids(createSieve({ ...all, ...change })(some).rows)
  expect(shown({})).toEqual([0, 1, 2, 3])
  expect(shown({ levels: new Set<Shown>(['error']) })).toEqual([0, 3])
  expect(shown({ levels: new Set<Shown>(['none']) })).toEqual([2])
  expect(shown({ sources: new Set(['stdout'] as const) })).toEqual([0, 1])
  expect(shown({ clearedBefore: 2 })).toEqual([2, 3])
})

test('matches are shown with the lines around them, none of them twice', () => {
  const filter = { ...all, pattern: /line (?:10|12|30)$/gu, onlyMatches: { around: 2 } }
  const { rows, matches } = createSieve(filter)(lines(0, 40))
  expect(ids(rows)).toEqual([8, 9, 10, 11, 12, 13, 14, 28, 29, 30, 31, 32])
  expect(matches).toEqual([10, 12, 30])
  expect(ids(createSieve({ ...filter, onlyMatches: { around: 0 } })(lines(0, 40)).rows)).toEqual([10, 12, 30])
  expect(ids(createSieve({ ...filter, onlyMatches: null })(lines(0, 40)).rows)).toHaveLength(40)
})

test('lines that come, go and are loaded before the others give what reading all at once gives', () => {
  const step = fc.record({ come: fc.nat(30), go: fc.nat(20), earlier: fc.nat(20) })
  const pattern = fc.constantFrom(null, /7/gu, /1[02]/gu)
  const around = fc.constantFrom(null, { around: 0 }, { around: 2 })
  fc.assert(
    fc.property(fc.array(step), pattern, around, (steps, sought, onlyMatches) => {
      const filter = { ...all, levels: new Set<Shown>(['none', 'error']), pattern: sought, onlyMatches }
      const sieve = createSieve(filter)
      const level = (id: number) => ({ level: id % 3 === 0 ? ('info' as const) : null })
      let [from, to] = [0, 0]
      let numbers = new Map<number, number>()
      for (const { come, go, earlier } of steps) {
        to += come
        if (earlier > 0 && to > from) from -= earlier
        else from = Math.min(to, from + go)
        const { rows, first, matches } = sieve(lines(from, to, level))
        const whole = createSieve(filter)(lines(from, to, level))
        expect(matches).toEqual(whole.matches)
        // Context that was shown stays when what it surrounds is dropped.
        const kept = new Set(ids(whole.rows))
        expect(ids(rows).filter((id) => kept.has(id))).toEqual(ids(whole.rows))
        if (onlyMatches !== null) continue
        const now = new Map(rows.map((row, at) => [row.id, first + at]))
        for (const [id, number] of numbers) if (now.has(id)) expect(now.get(id)).toBe(number)
        numbers = now
      }
    }),
  )
})
