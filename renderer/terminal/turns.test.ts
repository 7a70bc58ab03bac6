import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTurns } from './turns'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('one after another, in the order they asked', () => {
  const turns = createTurns((go) => go())
  const order: string[] = []
  const first = turns.take(() => order.push('first'))
  const second = turns.take(() => order.push('second'))
  turns.take(() => order.push('third'))
  expect(order).toEqual(['first'])
  first()
  expect(order).toEqual(['first', 'second'])
  second()
  second()
  expect(order).toEqual(['first', 'second', 'third'])
})

test('who stops waiting is passed over', () => {
  const turns = createTurns((go) => go())
  const order: string[] = []
  const first = turns.take(() => order.push('first'))
  turns.take(() => order.push('second'))()
  turns.take(() => order.push('third'))
  first()
  expect(order).toEqual(['first', 'third'])
})

test('who never gives a turn back loses it', () => {
  const turns = createTurns((go) => go())
  const order: string[] = []
  turns.take(() => order.push('broken'))
  turns.take(() => order.push('next'))
  vi.advanceTimersByTime(1000)
  expect(order).toEqual(['broken', 'next'])
})
