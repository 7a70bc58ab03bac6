import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unfinishedCharacter } from './characters'

test('finds the beginning of a character, wherever text is cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, where) => {
      const whole = Buffer.from(text)
      // As it reads after that: a lone surrogate is none any more.
      const wanted = whole.toString()
      const cut = whole.subarray(0, whole.length === 0 ? 0 : where % (whole.length + 1))
      const kept = cut.subarray(0, cut.length - unfinishedCharacter(cut))
      expect(cut.length - kept.length).toBeLessThan(4)
      expect(wanted.startsWith(kept.toString())).toBe(true)
    }),
  )
})

test('waits for nothing where bytes are no UTF-8', () => {
  expect(unfinishedCharacter(Uint8Array.from([0x80, 0x80, 0x80, 0x80]))).toBe(0)
  expect(unfinishedCharacter(Uint8Array.from([0xff]))).toBe(0)
  expect(unfinishedCharacter(Uint8Array.from([0xe2, 0x41]))).toBe(0)
  expect(unfinishedCharacter(new Uint8Array())).toBe(0)
})
