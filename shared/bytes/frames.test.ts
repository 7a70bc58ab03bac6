import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFrameReader, type FrameSource } from '.'

function frame(source: FrameSource, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(8)
  header[0] = source === 'stdout' ? 1 : 2
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

test('reads stdout and stderr apart, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom<FrameSource>('stdout', 'stderr'), fc.uint8Array({ maxLength: 50 }))),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
      (frames, cuts) => {
        const whole = Buffer.concat(frames.map(([source, payload]) => frame(source, payload)))
        const read = createFrameReader()
        const seen = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }
        for (let at = 0, turn = 0; at < whole.length; turn++) {
          const size = cuts[turn % cuts.length] ?? 1
          for (const { source, bytes } of read(whole.subarray(at, at + size)))
            seen[source] = Buffer.concat([seen[source], bytes])
          at += size
        }
        for (const wanted of ['stdout', 'stderr'] as const)
          expect(seen[wanted]).toEqual(
            Buffer.concat(frames.filter(([source]) => source === wanted).map(([, payload]) => payload)),
          )
      },
    ),
  )
})

test('takes the engine’s own errors for stderr', () => {
  expect(createFrameReader()(Buffer.from([3, 0, 0, 0, 0, 0, 0, 1, 33]))).toEqual([
    { source: 'stderr', bytes: Buffer.from([33]) },
  ])
})

test('says so when the stream is not framed', () => {
  expect(() => createFrameReader()(Buffer.from('plain text'))).toThrow('Not a stdout/stderr frame')
})
