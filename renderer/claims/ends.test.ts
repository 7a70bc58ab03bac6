import { describe, expect, test } from 'vitest'
import { daysFrom, endOf, mostDays, ownEnd } from './ends'

const at = (day: number, hours: number, minutes = 0) => new Date(2026, 10, day, hours, minutes).getTime()
const now = at(24, 18, 4)

describe('the usual ends', () => {
  test('an hour and four hours are counted from now', () => {
    expect(endOf('hour', now)).toBe(at(24, 19, 4))
    expect(endOf('hours', now)).toBe(at(24, 22, 4))
  })

  test('tonight ends in the morning that comes next', () => {
    expect(endOf('tonight', now)).toBe(at(25, 8))
    expect(endOf('tonight', at(25, 2))).toBe(at(25, 8))
    expect(endOf('tonight', at(25, 8))).toBe(at(26, 8))
  })
})

describe('an end of one’s own', () => {
  const [today = 0, tomorrow = 0] = daysFrom(now)
  const last = daysFrom(now).at(-1) ?? 0

  test('the days begin with today and end where nobody may reserve any more', () => {
    expect(today).toBe(at(24, 0))
    expect(daysFrom(now)).toHaveLength(mostDays + 1)
    expect(last).toBe(new Date(2026, 11, 1).getTime())
  })

  test('a time of day on a day is a moment', () => {
    expect(ownEnd(tomorrow, '09:30', now)).toEqual({ is: 'end', at: at(25, 9, 30) })
    expect(ownEnd(tomorrow, ' 9：30 ', now)).toEqual({ is: 'end', at: at(25, 9, 30) })
  })

  test.each(['', '25:00', '9', '09:60', 'noon'])('“%s” is no time', (time) => {
    expect(ownEnd(today, time, now)).toEqual({ is: 'no-time' })
  })

  test('what is over cannot be reserved, nor what is more than a week away', () => {
    expect(ownEnd(today, '18:04', now)).toEqual({ is: 'past' })
    expect(ownEnd(last, '18:04', now)).toMatchObject({ is: 'end' })
    expect(ownEnd(last, '18:05', now)).toEqual({ is: 'too-far' })
  })
})
