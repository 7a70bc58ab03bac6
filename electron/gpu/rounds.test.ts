import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRounds } from './rounds'

type Told = [round: number, cards: number[]]

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function follow(): { told: Told[]; line: (text: string) => void; end: () => void } {
  const told: Told[] = []
  const rounds = createRounds({
    known: () => [],
    quietMilliseconds: 400,
    emit: (readings, round) => told.push([round, readings.map(({ card }) => card.index)]),
  })
  rounds.line('timestamp, index, uuid')
  return { told, line: (text) => rounds.line(text), end: () => rounds.end() }
}

const row = (second: number, index: number): string =>
  `2026/10/05 10:12:${String(second).padStart(2, '0')}.00${index}, ${index}, GPU-0000000${index}`

it('waits for quiet before the first round, when it cannot know how many cards there are', () => {
  const { told, line } = follow()
  line(row(1, 0))
  line(row(1, 1))
  expect(told).toEqual([])
  vi.advanceTimersByTime(400)
  expect(told).toEqual([[1, [0, 1]]])
})

it('tells later rounds as soon as they have as many cards as the last', () => {
  const { told, line } = follow()
  for (const second of [1, 2]) for (const index of [0, 1]) line(row(second, index))
  expect(told).toEqual([
    [1, [0, 1]],
    [2, [0, 1]],
  ])
})

it('tells a round again when a slow card comes late', () => {
  const { told, line } = follow()
  line(row(1, 0))
  vi.advanceTimersByTime(400)
  line(row(1, 1))
  vi.advanceTimersByTime(400)
  expect(told).toEqual([
    [1, [0]],
    [1, [0, 1]],
  ])
})

it('does not mix a card that stays with one of the next round when the first is gone', () => {
  const { told, line, end } = follow()
  line(row(1, 0))
  line(row(2, 1))
  end()
  expect(told).toEqual([
    [1, [0]],
    [2, [1]],
  ])
})

it('tells what it has when the process ends in the middle of a round', () => {
  const { told, line, end } = follow()
  line(row(1, 0))
  end()
  expect(told).toEqual([[1, [0]]])
})
