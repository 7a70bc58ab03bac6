import { expect, test } from 'vitest'
import { isDark } from './theme'

test('the colours follow the background', () => {
  expect([isDark('#0b0e12'), isDark('#ffffff'), isDark('#F6F7F9'), isDark('rebeccapurple')]).toEqual([
    true,
    false,
    false,
    true,
  ])
})
