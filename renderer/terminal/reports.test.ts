import { expect, test } from 'vitest'
import { isReport } from './reports'
import { isDark } from './theme'

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
])('%j is typed', (data) => expect(isReport(data)).toBe(false))

test('the colours follow the background', () => {
  expect([isDark('#0b0e12'), isDark('#ffffff'), isDark('#F6F7F9'), isDark('rebeccapurple')]).toEqual([
    true,
    false,
    false,
    true,
  ])
})
