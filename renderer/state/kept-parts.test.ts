import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keptParts } from './kept-parts'

it('keeps what did not change, and only that', () => {
  const last = {
    at: 1,
    cards: [
      { uuid: 'a', busy: 3 },
      { uuid: 'b', busy: 5 },
    ],
    links: { a: ['b'] },
  }
  const next = keptParts(last, {
    at: 2,
    cards: [
      { uuid: 'a', busy: 3 },
      { uuid: 'b', busy: 6 },
    ],
    links: { a: ['b'] },
  })
  expect(next).toEqual({
    at: 2,
    cards: [
      { uuid: 'a', busy: 3 },
      { uuid: 'b', busy: 6 },
    ],
    links: { a: ['b'] },
  })
  expect(next.cards[0]).toBe(last.cards[0])
  expect(next.cards[1]).not.toBe(last.cards[1])
  expect(next.links).toBe(last.links)
})

it('gives the old value where the new one is the same', () => {
  const last = [{ a: null }, 'b']
  expect(keptParts(last, [{ a: null }, 'b'])).toBe(last)
})

it.each([
  ['a key that went', { a: 1, b: 2 }, { a: 1 }],
  ['a key that came', { a: 1 }, { a: 1, b: undefined }],
  ['a shorter list', [1, 2], [1]],
  ['a list for an object', { 0: 1 }, [1]],
  ['null for an object', {}, null],
])('sees %s', (_what, last: unknown, next: unknown) => {
  expect(keptParts(last, next)).toStrictEqual(next)
  expect(keptParts(last, next)).not.toBe(last)
})

it('always equals what came', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (last, next) => {
      expect(keptParts(last, next)).toStrictEqual(next)
    }),
  )
})
