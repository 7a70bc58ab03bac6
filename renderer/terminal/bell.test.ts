import { expect, test } from 'vitest'
import { createBell } from './bell'

test('a program that rings without end is heard twice a second', () => {
  let time = 0
  const rings = createBell(() => time)
  let heard = 0
  for (; time < 10_000; time += 10) if (rings()) heard += 1
  expect(heard).toBe(20)
})
