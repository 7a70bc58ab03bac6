import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGather } from './gather'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function gathering() {
  const chunks: Buffer[] = []
  return { chunks, gather: createGather((chunk) => chunks.push(Buffer.from(chunk))) }
}

test('the first chunk after a pause goes on at once, what follows closely is gathered', () => {
  const { chunks, gather } = gathering()
  for (const text of ['a', 'b', 'c']) gather.add(Buffer.from(text))
  expect(chunks.map(String)).toEqual(['a'])
  vi.advanceTimersByTime(4)
  expect(chunks.map(String)).toEqual(['a', 'bc'])
  gather.add(Buffer.from('d'))
  vi.advanceTimersByTime(8)
  gather.add(Buffer.from('e'))
  expect(chunks.map(String)).toEqual(['a', 'bc', 'd', 'e'])
})

test('keeps no timer when nothing comes', () => {
  const { gather } = gathering()
  gather.add(Buffer.from('abc'))
  gather.add(Buffer.from([0xe2]))
  vi.advanceTimersByTime(100)
  expect(vi.getTimerCount()).toBe(0)
})

test('gathers no more than 64 KiB and a chunk', () => {
  const { chunks, gather } = gathering()
  for (let count = 0; count < 40; count += 1) gather.add(Buffer.alloc(4096))
  expect(chunks.map(({ length }) => length)).toEqual([4096, 65_536, 65_536])
})

test('hands on every byte in order, and no half of a character before it is asked to', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 5 }), wait: fc.nat(9) }), { minLength: 1 }),
      (text, cuts) => {
        const { chunks, gather } = gathering()
        const whole = Buffer.from(text)
        for (let at = 0, step = 0; at < whole.length; step += 1) {
          const { bytes, wait } = cuts[step % cuts.length] ?? { bytes: 1, wait: 0 }
          gather.add(whole.subarray(at, at + bytes))
          at += bytes
          vi.advanceTimersByTime(wait)
        }
        vi.advanceTimersByTime(50)
        expect(Buffer.concat(chunks).equals(whole)).toBe(true)
        for (const chunk of chunks) expect(Buffer.from(chunk.toString()).equals(chunk)).toBe(true)
      },
    ),
  )
})

test('half a character is handed on when nothing more comes, at once when it is sure', () => {
  const { chunks, gather } = gathering()
  gather.add(Buffer.from([0x61, 0xe2, 0x80]))
  expect(chunks.map(({ length }) => length)).toEqual([1])
  gather.flush()
  expect(chunks).toHaveLength(1)
  gather.end()
  gather.add(Buffer.from([0xe2]))
  expect(chunks).toHaveLength(2)
  vi.advanceTimersByTime(100)
  expect(Buffer.concat(chunks)).toEqual(Buffer.from([0x61, 0xe2, 0x80, 0xe2]))
})
