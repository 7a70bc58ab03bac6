import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLogReader, type LogFraming } from './log-messages'

const time = '2026-01-31T12:00:00.123456789Z'

function framed(source: 'stdout' | 'stderr', text: string): Buffer {
  const payload = Buffer.from(text)
  const header = Buffer.alloc(8)
  header[0] = source === 'stdout' ? 1 : 2
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

function read(bytes: Buffer, framing: LogFraming, options: { size?: number; timestamps?: boolean } = {}) {
  const { size = bytes.length, timestamps = true } = options
  const reader = createLogReader(framing, timestamps)
  const found = []
  for (let at = 0; at < bytes.length; at += size) found.push(...reader.push(bytes.subarray(at, at + size)))
  return [...found, ...reader.rest()].map(({ source, time: when, body }) => ({
    source,
    time: when,
    body: Buffer.from(body).toString(),
  }))
}

test('gives the same messages however the bytes are cut, framed or not', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/[\n\r]/.test(text))
  const lines = fc.array(
    fc.record({ text: line, source: fc.constantFrom('stdout' as const, 'stderr' as const) }),
  )
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 17 }), (wanted, size) => {
      const whole = wanted.map(({ text, source }) => ({ source, time, body: `${text}\n` }))
      const multiplexed = Buffer.concat(whole.map(({ source, body }) => framed(source, `${time} ${body}`)))
      expect(read(multiplexed, 'multiplexed', { size })).toEqual(whole)
      const raw = Buffer.from(whole.map(({ body }) => `${time} ${body}`).join(''))
      expect(read(raw, 'raw', { size })).toEqual(whole.map((each) => ({ ...each, source: 'stdout' })))
    }),
  )
})

test('takes the time off every part of a long line, with and without frames', () => {
  const parts = ['a'.repeat(16_384), 'b'.repeat(16_384), 'end\n']
  const wanted = parts.map((body) => ({ source: 'stdout', time, body }))
  const multiplexed = Buffer.concat(parts.map((part) => framed('stdout', `${time} ${part}`)))
  expect(read(multiplexed, 'multiplexed', { size: 4096 })).toEqual(wanted)
  expect(read(Buffer.from(parts.map((part) => `${time} ${part}`).join('')), 'raw')).toEqual(wanted)
})

test('leaves a time alone that the program itself printed', () => {
  const own = `2026-01-31T12:00:02Z started at ${time} \n`
  expect(read(framed('stderr', `${time} ${own}`), 'multiplexed')).toEqual([
    { source: 'stderr', time, body: own },
  ])
  expect(read(framed('stdout', own), 'multiplexed', { timestamps: false })).toEqual([
    { source: 'stdout', time: '', body: own },
  ])
})

test('reads times with an offset and without fractions, and lines without any', () => {
  const bytes = Buffer.from('2026-01-31T12:00:02.5+08:00 one\n2026-01-31T12:00:01Z two\nthree\nfour')
  expect(read(bytes, 'raw').map(({ time: when, body }) => [when, body])).toEqual([
    ['2026-01-31T12:00:02.5+08:00', 'one\n'],
    ['2026-01-31T12:00:01Z', 'two\n'],
    ['', 'three\n'],
    ['', 'four'],
  ])
})

test('a frame cut off by the end of the stream is no message', () => {
  const whole = framed('stdout', `${time} whole\n`)
  const bytes = Buffer.concat([whole, framed('stdout', `${time} half\n`).subarray(0, 30)])
  expect(read(bytes, 'multiplexed').map(({ body }) => body)).toEqual(['whole\n'])
})

test('an endless line is handed on in parts, and what is not framed is refused', () => {
  const parts = read(Buffer.alloc(1_000_000, 65), 'raw', { size: 65_536, timestamps: false })
  expect(parts.length).toBeGreaterThan(2)
  expect(parts.map(({ body }) => body).join('')).toHaveLength(1_000_000)
  expect(() => read(Buffer.from('plain text\n'), 'multiplexed')).toThrow('Not a stdout/stderr frame')
})
