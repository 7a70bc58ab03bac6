import { expect, it } from 'vitest'
import { createRate } from './rate'

const kib = 1024

/** Adds so many bytes at each sixtieth of a second, for so long; when it began to be a flood. */
function floodAfter(bytesPerFrame: number, milliseconds: number): number | null {
  let now = 0
  const rate = createRate(() => now)
  for (; now < milliseconds; now += 1000 / 60) {
    rate.add(bytesPerFrame)
    if (rate.isFlood()) return now
  }
  return null
}

it.each([
  ['a full screen in each frame', 12 * kib],
  ['one of many colours', 32 * kib],
])('%s is drawn on purpose', (_what, bytes) => {
  expect(floodAfter(bytes, 60_000)).toBeNull()
})

it('sixteen megabytes a second are a flood, within a few frames', () => {
  expect(floodAfter(270 * kib, 1000)).toBeLessThan(50)
})

it('a burst of a hundred kilobytes is none', () => {
  const rate = createRate(() => 0)
  rate.add(100 * kib)
  expect(rate.isFlood()).toBe(false)
})

it('is over soon after the last byte, however much came', () => {
  let now = 0
  const rate = createRate(() => now)
  for (let count = 0; count < 1000; count += 1) rate.add(64 * kib)
  expect(rate.isFlood()).toBe(true)
  now = 70
  expect(rate.isFlood()).toBe(false)
})
