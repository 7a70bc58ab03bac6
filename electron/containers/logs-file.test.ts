import { expect, test } from 'vitest'
import { logFileName, logText } from './logs-file'
import { engineMoment } from './logs-moment'

const first = '2026-01-31T12:00:00.000000001Z'
const second = '2026-01-31T12:00:00.000000002Z'

function framed(source: 1 | 2, text: string): Buffer {
  const payload = Buffer.from(text)
  const header = Buffer.alloc(8)
  header[0] = source
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

async function textOf(frames: Buffer[], timestamps: boolean, framing: 'raw' | 'multiplexed' = 'multiplexed') {
  const parts: Buffer[] = []
  const chunks = (async function* () {
    await Promise.resolve()
    yield* frames
  })()
  for await (const part of logText(chunks, { framing, timestamps })) parts.push(part)
  return Buffer.concat(parts).toString()
}

test('long lines of two streams that came in parts are whole, with one time each', async () => {
  const frames = [
    framed(1, `${first} ${'a'.repeat(16_384)}`),
    framed(2, `${second} ${'b'.repeat(16_384)}`),
    framed(1, `${first} a end\n`),
    framed(2, `${second} b end\n`),
  ]
  expect(await textOf(frames, true)).toBe(
    `${first} ${'a'.repeat(16_384)}a end\n${second} ${'b'.repeat(16_384)}b end\n`,
  )
})

test('a last line without an end is there too', async () => {
  expect(await textOf([framed(1, 'whole\n'), framed(2, 'Killed')], false)).toBe('whole\nKilled')
  expect(await textOf([Buffer.from(`${first} 10%\r20%`)], true, 'raw')).toBe(`${first} 10%\r20%`)
})

test('a line that never ends is written as it comes', async () => {
  const parts = Array.from({ length: 200 }, () => framed(1, `${first} ${'x'.repeat(16_384)}`))
  expect(await textOf(parts, true)).toBe(`${first} ${'x'.repeat(200 * 16_384)}`)
})

test('a file is called after its container and the time, whatever the name', () => {
  const now = new Date(2026, 10, 24, 4, 31)
  expect(logFileName('vision', now)).toBe('vision-2026-11-24T0431.log')
  expect(logFileName('../../etc/passwd', now)).toBe('etc-passwd-2026-11-24T0431.log')
  expect(logFileName('///', now)).toBe('container-2026-11-24T0431.log')
})

test('the engine is asked to the nanosecond, in any zone', () => {
  expect(engineMoment('2026-01-31T12:00:00.123456789Z')).toBe('1769860800.123456789')
  expect(engineMoment('2026-01-31T20:00:00.5+08:00')).toBe('1769860800.500000000')
  expect(engineMoment('2026-01-31T12:00:00Z')).toBe('1769860800.000000000')
  expect(() => engineMoment('yesterday')).toThrow(RangeError)
})
