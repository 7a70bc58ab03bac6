import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matcherOf, noSearch, rangesIn, type Search } from './matches'

const found = (text: string, search: Partial<Search>) => {
  const matcher = matcherOf({ ...noSearch, ...search })
  return matcher.is === 'ready'
    ? rangesIn(text, matcher.pattern).map(({ from, to }) => text.slice(from, to))
    : matcher.is
}

test('finds words as they are written, whatever they mean in a pattern, in any case', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (words, before, after) => {
      expect(found(before + words + after, { words })).not.toEqual([])
    }),
  )
  expect(found('CUDA Error: error', { words: 'error' })).toEqual(['Error', 'error'])
  expect(found('CUDA Error: error', { words: 'error', matchCase: true })).toEqual(['error'])
  expect(found('anything', { words: '' })).toBe('none')
})

test('finds by a pattern, says when it is none, and never matches nothing', () => {
  expect(found('loss=0.41 loss=0.39', { words: 'loss=\\d\\.\\d+', regex: true })).toEqual([
    'loss=0.41',
    'loss=0.39',
  ])
  expect(found('baab', { words: 'a*', regex: true })).toEqual(['aa'])
  expect(found('x', { words: '(', regex: true })).toBe('broken')
  expect(found('(', { words: '(' })).toEqual(['('])
})

test('a monstrous line is searched at its beginning only', () => {
  expect(found(`${'x'.repeat(30_000)}needle`, { words: 'needle' })).toEqual([])
})
