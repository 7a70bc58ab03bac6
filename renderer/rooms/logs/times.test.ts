import { expect, test } from 'vitest'
import { timeWords } from './times'

const time = '2026-11-24T04:31:07.123456789Z'
const start = Date.parse('2026-11-24T02:28:36Z')

test('a time is told in UTC, in the zone of the clock, or since the start', () => {
  expect(timeWords(time, 'utc', null)).toBe('2026-11-24T04:31:07.123Z')
  expect(timeWords('2026-11-24T12:31:07+08:00', 'utc', null)).toBe('2026-11-24T04:31:07.000Z')
  const local = new Date(Date.parse(time))
  const hour = String(local.getHours()).padStart(2, '0')
  expect(timeWords(time, 'local', null)).toMatch(new RegExp(`^11-2\\d ${hour}:\\d\\d:07\\.123$`))
  expect(timeWords(time, 'start', start)).toBe('+2:02:31.123')
  expect(timeWords('2026-11-24T02:28:34.5Z', 'start', start)).toBe('−0:00:01.500')
})

test('without a time, or when none is wanted, there are no words', () => {
  expect(timeWords(time, 'off', start)).toBe('')
  expect(timeWords('', 'local', start)).toBe('')
  expect(timeWords('yesterday', 'utc', start)).toBe('')
})
