import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLines } from './lines'

function framed(source: 'stdout' | 'stderr', text: string): Buffer {
  const payload = Buffer.from(text)
  const header = Buffer.alloc(8)
  header[0] = source === 'stdout' ? 1 : 2
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

const texts = (chunks: (string | Buffer)[], framing: 'raw' | 'multiplexed' = 'raw', limit?: number) => {
  const lines = createLines(framing, limit)
  for (const chunk of chunks) lines.push(Buffer.from(chunk))
  lines.finish()
  return lines
}

test('gives the same lines however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !/[\n\r\u001b]/.test(text))),
      fc.integer({ min: 1, max: 7 }),
      (wanted, size) => {
        const bytes = Buffer.concat(wanted.map((text) => framed('stdout', `${text}\n`)))
        const pieces: Buffer[] = []
        for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size))
        expect(
          texts(pieces, 'multiplexed')
            .all()
            .map(({ text }) => text),
        ).toEqual(wanted)
      },
    ),
  )
})

test('tells stdout from stderr, and takes the engine’s time off each line', () => {
  const lines = texts(
    [
      framed('stdout', '2026-01-31T12:00:00.123456789Z one\n2026-01-31T12:00:01Z two\n'),
      framed('stderr', '2026-01-31T12:00:02.5+08:00 three: 2026-01-31T12:00:02Z \n'),
    ],
    'multiplexed',
  )
  expect(lines.all()).toEqual([
    { id: 0, source: 'stdout', time: '2026-01-31T12:00:00.123456789Z', text: 'one' },
    { id: 1, source: 'stdout', time: '2026-01-31T12:00:01Z', text: 'two' },
    { id: 2, source: 'stderr', time: '2026-01-31T12:00:02.5+08:00', text: 'three: 2026-01-31T12:00:02Z ' },
  ])
})

test('shows what a terminal would have shown at last', () => {
  const seen = texts([
    '\x1b[1;31mred\x1b[0m\r\n',
    '10%\r50%\r100%\n',
    '\x1b]0;title\x07plain\n',
    'no end',
  ]).all()
  expect(seen.map(({ text }) => text)).toEqual(['red', '100%', 'plain', 'no end'])
})

test('keeps the newest lines, and counts the others', () => {
  const lines = texts(
    Array.from({ length: 100 }, (_, index) => `${index}\n`),
    'raw',
    10,
  )
  expect(lines.all().map(({ id, text }) => `${id}:${text}`)).toEqual(
    Array.from({ length: 10 }, (_, index) => `${90 + index}:${90 + index}`),
  )
  expect(lines.dropped()).toBe(90)
})

test('bounds a line that never ends, and lines that are all monstrous', () => {
  const endless = createLines('raw')
  const million = Buffer.alloc(1_000_000, 65)
  for (let turn = 0; turn < 100; turn++) endless.push(million)
  const kept = endless.all().reduce((sum, { text }) => sum + text.length, 0)
  expect(kept).toBeLessThanOrEqual(33 * 1024 * 1024)
  expect(endless.all().length).toBeGreaterThan(10)
})
