import { expect, test } from 'vitest'
import { queryFault } from './searching'

const query = (words: string, regex: boolean) => ({ words, regex, matchCase: false, wholeWord: false })

test.each(['(', '[a', '*', '(?<a', '\\'])('%s is not a regular expression, and is found as text', (words) => {
  expect(queryFault(query(words, true))).toBe('invalid')
  expect(queryFault(query(words, false))).toBe('')
})

test.each(['a*', '^', '|', '(?:)', 'x?'])('%s would match between all characters', (words) =>
  expect(queryFault(query(words, true))).toBe('empty'),
)

test.each(['epoch \\d+', 'loss=[\\d.]+', 'a|b', '^/'])('%s is searched for', (words) =>
  expect(queryFault(query(words, true))).toBe(''),
)

test('nothing yet is no fault', () => {
  expect(queryFault(query('', true))).toBe('')
})
