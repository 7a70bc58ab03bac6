import { expect, test } from 'vitest'
import { cleanTitle } from './title'

test.each([
  ['vim train.py', 'vim train.py'],
  ['  数据集 🚀  ', '数据集 🚀'],
  ['a\u001b]0;b\u0007c\r\nd', 'a ]0;b c d'],
  // Right-to-left override: the letters after it would be read backwards.
  ['exe.\u202egpj', 'exe. gpj'],
  ['\u200b\u2066\ufeff', ''],
  ['\ud800', ''],
])('%j is shown as %j', (title, shown) => expect(cleanTitle(title)).toBe(shown))

test('a long one is cut, and never in the middle of a character', () => {
  const cut = cleanTitle('🚀'.repeat(500))
  expect(Array.from(cut)).toHaveLength(160)
  expect(cut.endsWith('🚀…')).toBe(true)
})
