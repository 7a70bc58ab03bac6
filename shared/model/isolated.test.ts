import { expect, test } from 'vitest'
import { isolated } from './isolated'

test.each(['vision-lab', '数据 🚀.ipynb', '<img src=x>', '', 'a\nb'])('%j stays as it is', (name) =>
  expect(isolated(name)).toBe(name),
)

test.each(['\u202egnp.exe', 'شبكة', 'עברית', '\u200f', '\u{1e900}'])('%j is held', (name) =>
  expect(isolated(name)).toBe(`\u2068${name}\u2069`),
)

test('a name cannot end what holds it, nor leave something open behind itself', () => {
  expect(isolated('\u202ea\u2069b')).toBe('\u2068\u202eab\u2069')
  expect(isolated('\u2067a\u2069\u2069b')).toBe('\u2068\u2067a\u2069b\u2069')
  expect(isolated('a\u2066b\u2067c')).toBe('\u2068a\u2066b\u2067c\u2069\u2069\u2069')
})

test('what is held already may be held again', () => {
  const once = isolated('\u202ex')
  expect(isolated(once)).toBe(`\u2068${once}\u2069`)
})
