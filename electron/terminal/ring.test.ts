import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRing } from './ring'

test('keeps exactly the last bytes, from the first whole line on', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (chunks) => {
      const limit = 256
      const ring = createRing(limit)
      for (const chunk of chunks) ring.push(chunk)
      const all = Buffer.concat(chunks)
      const kept = all.subarray(Math.max(0, all.length - limit))
      const wanted = all.length > limit ? kept.subarray(kept.indexOf(10) + 1) : kept
      expect(Buffer.compare(Buffer.from(ring.snapshot()), wanted)).toBe(0)
    }),
  )
})

test('grows with what it holds and drops nothing below its limit', () => {
  const ring = createRing(1_000_000)
  const bytes = new Uint8Array(999_999).fill(65)
  for (let at = 0; at < bytes.length; at += 7919) ring.push(bytes.subarray(at, at + 7919))
  expect(ring.snapshot()).toHaveLength(999_999)
})

test('a snapshot does not change when more comes', () => {
  const ring = createRing(4)
  ring.push(Buffer.from('ab'))
  const before = ring.snapshot()
  ring.push(Buffer.from('cdef'))
  expect(Buffer.from(before).toString()).toBe('ab')
})
