import fc from 'fast-check'
import { expect, test } from 'vitest'
import { highlight, matcherOf, matchingLines } from './matches'

test('finds words as they are written, whatever they mean in a pattern, in any case', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (words, before, after) => {
      const matcher = matcherOf(words)
      const line = { id: 7, source: 'stdout' as const, time: '', text: before + words + after }
      expect(matchingLines([line], matcher)).toEqual([7])
    }),
  )
  const upper = { id: 1, source: 'stdout' as const, time: '', text: 'CUDA Error: OOM' }
  expect(matchingLines([upper], matcherOf('error'))).toEqual([1])
  expect(matchingLines([upper], null)).toEqual([])
})

test('highlighting loses no character', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 2 }), (text, words) => {
      const matcher = matcherOf(words)
      if (matcher === null) throw new Error('words are never empty here')
      expect(
        highlight(text, matcher)
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
    }),
  )
  expect(highlight('a-b-a', /a/giu)).toEqual([
    { text: 'a', match: true },
    { text: '-b-', match: false },
    { text: 'a', match: true },
  ])
})
