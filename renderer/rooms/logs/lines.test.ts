import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LogMessage } from '../../../shared/bytes'
import { createLines } from './lines'

const timeOf = (at: number) => `2026-01-31T12:00:00.${String(at).padStart(9, '0')}Z`

function message(
  text: string | Uint8Array,
  time = timeOf(0),
  source: 'stdout' | 'stderr' = 'stdout',
): LogMessage {
  return { source, time, body: Buffer.from(text) }
}
/** One message a line; two neighbours now and then share their time. */
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) =>
    message(`${from + at}\n`, timeOf(Math.floor((from + at) / 1.5))),
  )

const textsOf = (lines: ReturnType<typeof createLines>) => lines.all().map(({ text }) => text)
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => String(from + at))

test('a character cut by a message of the other stream is whole, and so is a line in parts', () => {
  const bytes = Buffer.from('中文\n')
  const lines = createLines()
  lines.push([
    message(bytes.subarray(0, 2)),
    message('oops\n', timeOf(1), 'stderr'),
    message(bytes.subarray(2), timeOf(0)),
  ])
  expect(lines.all()).toMatchObject([
    { id: 0, source: 'stderr', text: 'oops', parts: 1 },
    { id: 1, source: 'stdout', text: '中文', time: timeOf(0), parts: 2 },
  ])
})

test('an empty line is one, and a last line without an end too', () => {
  const lines = createLines()
  lines.push([message('\n'), message('no end')])
  expect(textsOf(lines)).toEqual([''])
  lines.endLine()
  expect(textsOf(lines)).toEqual(['', 'no end'])
})

test('shows what a terminal would have shown at last', () => {
  const lines = createLines()
  lines.push([message('\x1b[1;31mred\x1b[0m\r\n10%\r50%\r100%\n\x1b]0;title\x07plain\n')])
  expect(textsOf(lines)).toEqual(['red', '100%', 'plain'])
})

test('keeps the newest lines, and counts the others', () => {
  const lines = createLines(10)
  lines.push(numbered(0, 100))
  expect(textsOf(lines).slice(-10)).toEqual(numbers(90, 100))
  expect(lines.all().length + lines.dropped()).toBe(100)
  expect(lines.all().length).toBeLessThanOrEqual(10)
  expect(lines.messages()).toBe(lines.all().length)
  expect(lines.counts()).toMatchObject({ none: lines.all().length })
})

test('bounds a line that never ends, and lines that are all monstrous', () => {
  const endless = createLines()
  for (let turn = 0; turn < 150; turn += 1) endless.push([message(Buffer.alloc(1_000_000, 65))])
  const kept = endless.all().reduce((sum, { text }) => sum + text.length, 0)
  expect(kept).toBeLessThanOrEqual(49 * 1024 * 1024)
  expect(endless.all().length).toBeGreaterThan(10)
})

test('wherever a log was cut off, going on repeats nothing and loses nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), (cut) => {
      const lines = createLines()
      lines.push(numbered(0, cut))
      const since = lines.newest()?.time ?? ''
      lines.resume()
      lines.push(numbered(0, 100).filter(({ time }) => time >= since))
      expect(textsOf(lines)).toEqual(numbers(0, 100))
      expect(lines.gap()).toBe(false)
    }),
  )
})

test('a log that goes on somewhere later says that lines may be missing', () => {
  const lines = createLines()
  lines.push(numbered(0, 10))
  lines.resume()
  lines.push(numbered(50, 60))
  expect(lines.gap()).toBe(true)
  expect(textsOf(lines)).toEqual([...numbers(0, 10), ...numbers(50, 60)])
})

test('a long line that was cut off between its parts is joined when the log goes on', () => {
  const lines = createLines()
  lines.push([message('a'.repeat(10))])
  lines.resume()
  lines.push([message('a'.repeat(10)), message('b\n')])
  expect(textsOf(lines)).toEqual([`${'a'.repeat(10)}b`])
})

test('earlier lines come before the first, once each, in as many steps as it takes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 40 }), (from, page) => {
      const lines = createLines()
      lines.push(numbered(from, 100))
      for (let turn = 0; turn < 120 && lines.all()[0]?.text !== '0'; turn += 1) {
        const edge = lines.oldest()
        const upTo = numbered(0, 100).filter(({ time }) => time <= (edge?.time ?? ''))
        expect(lines.prepend(upTo.slice(-(page + (edge?.messages ?? 0))))).toBeGreaterThan(0)
      }
      expect(textsOf(lines)).toEqual(numbers(0, 100))
      const ids = lines.all().map(({ id }) => id)
      expect(ids).toEqual(ids.map((_, at) => (ids[0] ?? 0) + at))
      expect(lines.messages()).toBe(100)
    }),
  )
})

test('a traceback whose beginning was loaded later belongs to its error all the same', () => {
  const lines = createLines()
  const trace = [
    'Traceback (most recent call last):\n',
    '  File "x.py", line 1\n',
    '    main()\n',
    'ValueError: bad\n',
  ]
  const messages = ['ERROR: failed\n', ...trace, 'fine\n'].map((text, at) => message(text, timeOf(at)))
  lines.push(messages.slice(3))
  expect(lines.all().map(({ level }) => level)).toEqual([null, 'error', null])
  lines.prepend(messages.slice(0, 4))
  expect(lines.all().map(({ level }) => level)).toEqual(['error', 'error', 'error', 'error', 'error', null])
  expect(lines.counts()).toMatchObject({ error: 5, none: 1 })
})
