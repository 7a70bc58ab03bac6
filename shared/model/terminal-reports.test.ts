import { expect, test } from 'vitest'
import { isReport, withoutAnswers } from './terminal-reports'

test.each([
  '\x1b[?1;2c',
  '\x1b[>0;276;0c',
  '\x1b[12;40R',
  '\x1b[0n',
  '\x1b]11;rgb:0b/0e/12\x1b\\',
  '\x1bP1$r0m\x1b\\',
  '\x1b[?2004;1$y',
  '\x1b[I',
])('%j is an answer of the terminal', (data) => expect(isReport(data)).toBe(true))

test.each([
  'a',
  '\r',
  '\x03',
  '\x1b',
  '\x1b[A',
  '\x1bOP',
  '\x1b[15~',
  '\x1b[1;5C',
  '中',
  '\x1bb',
  '\x1b[200~paste',
  '\x1b]',
  '\x1bP',
  'a\x1b[0n',
])('%j is typed', (data) => expect(isReport(data)).toBe(false))

test('answers are taken out of what is typed around them', () => {
  expect(withoutAnswers('a\x1b[1;3Rb\x1b]11;rgb:0b/0e/12\x07\x1b[A\x1b[I')).toBe('ab\x1b[A\x1b[I')
})
