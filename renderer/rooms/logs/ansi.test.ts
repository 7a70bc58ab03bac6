import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printed } from './ansi'

const spansOf = (raw: string) =>
  (printed(raw, null).spans ?? []).map(({ from, to, style }) => {
    const set = Object.entries(style).filter(([, value]) => value !== null && value !== false)
    return [from, to, Object.fromEntries(set)]
  })

test('colours become spans over the plain text, and escapes are gone', () => {
  expect(printed('\x1b[1;31mred\x1b[0m plain \x1b[92mbright\x1b[m', null).text).toBe('red plain bright')
  expect(spansOf('\x1b[1;31mred\x1b[0m plain \x1b[92mbright\x1b[m')).toEqual([
    [0, 3, { bold: true, fg: 1 }],
    [10, 16, { fg: 10 }],
  ])
})

test('256 colours and true colours, with semicolons and with colons', () => {
  expect(spansOf('\x1b[38;5;208morange\x1b[48;2;1;2;3mon\x1b[39;49moff')).toEqual([
    [0, 6, { fg: '#ff8700' }],
    [6, 8, { fg: '#ff8700', bg: '#010203' }],
  ])
  expect(spansOf('\x1b[38;5;244mgrey')).toEqual([[0, 4, { fg: '#808080' }]])
  expect(spansOf('\x1b[38:5:9mred')).toEqual([[0, 3, { fg: 9 }]])
  for (const colour of ['38:2::255:0:16', '38:2:255:0:16', '38;2;255;0;16'])
    expect(spansOf(`\x1b[1;${colour};3mred`)).toEqual([[0, 3, { fg: '#ff0010', bold: true, italic: true }]])
})

test('a wavy underline is one, and its colour changes nothing else', () => {
  expect(spansOf('\x1b[4:3mwavy\x1b[4:0mnone')).toEqual([[0, 4, { underline: true }]])
  for (const colour of ['58;2;1;4;7', '58:2::1:4:7', '58;5;9'])
    expect(spansOf(`\x1b[4;${colour}mlined`)).toEqual([[0, 5, { underline: true }]])
})

test('what a line leaves switched on colours the next one', () => {
  const first = printed('\x1b[33mstart', null)
  const second = printed('still', first.style)
  expect(second.spans).toEqual([{ from: 0, to: 5, style: first.style }])
  expect(printed('\x1b[0mend', second.style)).toEqual({ text: 'end', spans: null, style: null })
})

test('a progress bar overwrites itself as on a terminal', () => {
  expect(printed(' 10%|#   |\r 50%|##  |\r100%|####|\r', null).text).toBe('100%|####|')
  expect(printed('Downloading 123456\rDone', null).text).toBe('Doneloading 123456')
  expect(printed('Downloading 123456\r\x1b[KDone', null).text).toBe('Done')
  expect(printed('a long line\x1b[2K\rshort', null).text).toBe('short')
  expect(printed('abc\b\bX', null).text).toBe('aXc')
  expect(printed('wheel |\b/\b-\b\\', null).text).toBe('wheel \\')
  expect(spansOf('\x1b[31mred bar\x1b[0m\rnew')).toEqual([[3, 7, { fg: 1 }]])
})

test('titles, links, charsets and cursor games leave no letter behind', () => {
  expect(
    printed('\x1b]0;title\x07a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\x1b(B\x1b[?25l\x1b=b\x00\x07', null)
      .text,
  ).toBe('alinkb')
  expect(printed('far\x1b[9999999Caway', null).text.length).toBeLessThan(5000)
})

test('plain text stays what it is, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!/\p{Cc}/u.test(text))
      expect(printed(text, null)).toEqual({ text, spans: null, style: null })
      expect(printed(`\x1b[31m${text}\x1b[0m`, null).text).toBe(text)
    }),
  )
})

test('spans never overlap and never leave the text', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '\r',
      '\b',
      '\x1b[K',
      '\x1b[1K',
      '\x1b[3C',
      '\x1b[2D',
      '\x1b[0m',
      '\x1b[38;5;200m',
      '\x1b[7m',
      '\x1b[',
    ),
    fc.string({ unit: 'grapheme' }),
  )
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const { text, spans } = printed(parts.join(''), null)
      let end = 0
      for (const { from, to } of spans ?? []) {
        expect(from).toBeGreaterThanOrEqual(end)
        expect(to).toBeGreaterThan(from)
        end = to
      }
      expect(end).toBeLessThanOrEqual(text.length)
      expect(text).not.toMatch(new RegExp('[\\r\\u001b]'))
    }),
  )
})
