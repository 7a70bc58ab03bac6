import { expect, test } from 'vitest'
import { asksFirst, knownByCatalogue } from './asking'
import type { Reason, Verdict } from './types'

const because = (rule: Reason['rule']): Reason => ({
  rule,
  params: {},
  evidence: '',
  source: '',
  certain: true,
})
const not = (rule: Reason['rule']): Verdict => ({
  is: 'will-not-run',
  reasons: [because(rule)],
  excludedCards: [],
})
const runs: Verdict = { is: 'runs', reasons: [because('driver-new-enough')], excludedCards: ['GPU-old'] }

test('what will not run asks, unless it is to run on the CPU', () => {
  expect(asksFirst(not('driver-too-old'), { is: 'all' })).toBe(true)
  expect(asksFirst(not('driver-too-old'), { is: 'none' })).toBe(false)
})

test('an image of another processor asks in any case', () => {
  expect(asksFirst(not('architecture-other'), { is: 'none' })).toBe(true)
})

test('cards that are left out ask when nothing else was chosen', () => {
  expect(asksFirst(runs, { is: 'cards', uuids: ['GPU-old'] })).toBe(true)
  expect(asksFirst(runs, { is: 'cards', uuids: ['GPU-old', 'GPU-new'] })).toBe(false)
  expect(asksFirst(runs, { is: 'all' })).toBe(false)
})

test('a choice that may fall on a card that is left out asks', () => {
  expect(asksFirst(runs, { is: 'least-busy', count: 1 })).toBe(true)
  expect(asksFirst({ ...runs, excludedCards: [] }, { is: 'least-busy', count: 1 })).toBe(false)
})

test('what is not known does not ask', () => {
  expect(asksFirst(null, { is: 'all' })).toBe(false)
})

test('only what the catalogue ships and is not here is known without looking', () => {
  expect(knownByCatalogue({ origin: 'catalogue', present: false })).toBe(true)
  expect(knownByCatalogue({ origin: 'catalogue', present: true })).toBe(false)
  expect(knownByCatalogue({ origin: 'user', present: false })).toBe(false)
  expect(knownByCatalogue(undefined)).toBe(false)
})
