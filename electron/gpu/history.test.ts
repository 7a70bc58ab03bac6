import { expect, it } from 'vitest'
import { createHistory } from './history'

const point = (used: number | null) => ({ uuid: 'GPU-a', utilisationPercent: used, memoryUsedMiB: used })

it('keeps at most the last 15 minutes, oldest first', () => {
  const history = createHistory()
  for (let second = 0; second < 2000; second += 1) history.put(second * 1000, [point(second)])
  const { at = [], memoryUsedMiB = [] } = history.read(1999_000)['GPU-a'] ?? {}
  expect(at).toHaveLength(900)
  expect(at[0]).toBe(1100_000)
  expect(at.at(-1)).toBe(1999_000)
  expect(memoryUsedMiB.at(-1)).toBe(1999)
})

it('says null, never NaN, where there was no figure', () => {
  const history = createHistory()
  history.put(1, [point(null)])
  expect(history.read(1)).toEqual({ 'GPU-a': { at: [1], utilisationPercent: [null], memoryUsedMiB: [null] } })
})

it('replaces a point that is told again for the same moment', () => {
  const history = createHistory()
  history.put(1, [point(5)])
  history.put(1, [point(6)])
  expect(history.read(1)['GPU-a']?.memoryUsedMiB).toEqual([6])
})

it('forgets a card that has not been seen for 15 minutes', () => {
  const history = createHistory()
  history.put(0, [point(5)])
  history.put(16 * 60_000, [{ ...point(1), uuid: 'GPU-b' }])
  expect(Object.keys(history.read(16 * 60_000))).toEqual(['GPU-b'])
})
