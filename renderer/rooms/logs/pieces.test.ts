import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printed } from './ansi'
import { rangesIn } from './matches'
import { piecesOf } from './pieces'

test('colours and matches lie over each other, and no character is lost', () => {
  const { text, spans } = printed('a \x1b[31mred error\x1b[0m here', null)
  const pieces = piecesOf(text, spans, rangesIn(text, /d err|re$/gu))
  expect(pieces.map(({ text: part, style, match }) => [part, style?.fg ?? null, match])).toEqual([
    ['a ', null, false],
    ['re', 1, false],
    ['d err', 1, true],
    ['or', 1, false],
    [' he', null, false],
    ['re', null, true],
  ])
})

test('whatever is coloured or found, the pieces are the text', () => {
  const part = fc.oneof(fc.constantFrom('\x1b[31m', '\x1b[0m', '\x1b[1;44m'), fc.string({ maxLength: 6 }))
  fc.assert(
    fc.property(fc.array(part), fc.nat(30), (parts, end) => {
      const { text, spans } = printed(parts.join(''), null)
      const ranges = rangesIn(text, /[aeiou ]+/gu)
      const cut = text.slice(0, end)
      expect(
        piecesOf(text, spans, ranges)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
      const shown = piecesOf(cut, spans, ranges)
      expect(shown.map((piece) => piece.text).join('')).toBe(cut)
      expect(shown.filter(({ match }) => match).every((piece) => /^[aeiou ]+$/.test(piece.text))).toBe(true)
    }),
  )
})
