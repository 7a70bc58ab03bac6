import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rowsIn, tableOf } from './table'
import { titlesIn } from './titles'

const page = readFileSync(join(import.meta.dirname, '../../docs/reliability.md'), 'utf8')

it('every case stands in docs/reliability.md with what was seen, and nothing else does', () => {
  const rows = rowsIn(page)
  expect(rows.map(({ title }) => title)).toEqual(titlesIn(import.meta.dirname))
  for (const row of rows) {
    expect(row.saw, row.title).not.toBe('')
    expect(row.seconds, row.title).toMatch(/^\d+\.\d(, \d+\.\d)*$/)
  }
  expect(tableOf(rows)).toBe(page)
})

it('the cases are found in the source, each of them', () => {
  const specs = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.spec.ts'))
  const calls = specs.flatMap((name) => [
    ...readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(/^\s*(?:fault|test)\(/gm),
  ])
  expect(titlesIn(import.meta.dirname)).toHaveLength(calls.length)
})

it('a row comes back from the page as it was written', () => {
  const row = { title: 'One.', done: 'a | b', saw: '“c”, then “d | e”', seconds: '0.4, 1.2' }
  expect(rowsIn(tableOf([row]))).toEqual([row])
})
