import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { highWaterBytes, inProcessCarriers, openSink, sendStream, type StreamEnd } from '.'

/** Reads a stream to its end with a sink that acknowledges each chunk in two parts, late. */
function collect(carrier: Parameters<typeof openSink>[0]): Promise<{ bytes: Buffer; end: StreamEnd }> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = []
    openSink(carrier, {
      onBytes: (chunk, acknowledge) => {
        chunks.push(chunk)
        const half = Math.floor(chunk.length / 2)
        if (half > 0) acknowledge(half)
        queueMicrotask(() => acknowledge(chunk.length - half))
      },
      onEnd: (end) => resolve({ bytes: Buffer.concat(chunks), end }),
    })
  })
}

async function* of(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk)
}

describe('a stream', () => {
  test('arrives whole, in any chunking', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 12 }),
        fc.integer(),
        async (sizes, seed) => {
          const chunks = sizes.map((size, index) => new Uint8Array(size).fill((seed + index) & 255))
          const [near, far] = inProcessCarriers()
          const received = collect(far)
          await sendStream(near, of(...chunks), { signal: new AbortController().signal })
          const { bytes, end } = await received
          expect(end).toEqual({ reason: 'finished', detail: '' })
          expect(Buffer.compare(bytes, Buffer.concat(chunks))).toBe(0)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('is lost, with what came before and the reason, when its source throws', async () => {
    async function* failing() {
      yield Buffer.from('first')
      await Promise.reject(new Error('the engine went away'))
    }
    const [near, far] = inProcessCarriers()
    const received = collect(far)
    await sendStream(near, failing(), { signal: new AbortController().signal })
    expect(await received).toEqual({
      bytes: Buffer.from('first'),
      end: { reason: 'lost', detail: 'the engine went away' },
    })
  })

  test('is lost when its signal fires while the source waits', async () => {
    const stop = new AbortController()
    async function* waiting() {
      yield Buffer.from('first')
      await new Promise(() => undefined)
    }
    const [near, far] = inProcessCarriers()
    const received = collect(far)
    const sent = sendStream(near, waiting(), { signal: stop.signal })
    stop.abort(new Error('closing'))
    await sent
    expect((await received).end).toEqual({ reason: 'lost', detail: 'closing' })
  })

  test('stops pulling from its source when nobody acknowledges, and settles when the reader leaves', async () => {
    let pulled = 0
    async function* endless() {
      for (;;) {
        pulled += 1
        yield await Promise.resolve(new Uint8Array(64 * 1024))
      }
    }
    const [near, far] = inProcessCarriers()
    let seen = 0
    const { promise, resolve } = deferred()
    const sink = openSink(far, {
      onBytes: (chunk) => {
        seen += chunk.length
        if (seen >= highWaterBytes) resolve()
      },
      onEnd: () => undefined,
    })
    const sent = sendStream(near, endless(), { signal: new AbortController().signal })
    await promise
    await new Promise((resolve) => setImmediate(resolve))
    expect(pulled).toBe(highWaterBytes / (64 * 1024))
    sink.close()
    await sent
  })
})

describe('a sink', () => {
  test('is told of a loss, once, when the carrier closes without an end', async () => {
    const [near, far] = inProcessCarriers()
    const ends: StreamEnd[] = []
    openSink(far, { onBytes: () => undefined, onEnd: (end) => ends.push(end) })
    near.close()
    await new Promise((resolve) => setImmediate(resolve))
    expect(ends).toEqual([{ reason: 'lost', detail: 'the connection closed' }])
  })

  test('takes a malformed message for a loss and hangs up', async () => {
    const [near, far] = inProcessCarriers()
    let hungUp = false
    near.onClose(() => {
      hungUp = true
    })
    const end = new Promise<StreamEnd>((resolve) =>
      openSink(far, { onBytes: () => undefined, onEnd: resolve }),
    )
    near.send('{"is":"eval","code":"1"}')
    expect((await end).reason).toBe('lost')
    await new Promise((resolve) => setImmediate(resolve))
    expect(hungUp).toBe(true)
  })
})

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
