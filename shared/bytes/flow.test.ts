import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createFlow,
  highWaterBytes,
  inProcessCarriers,
  lowWaterBytes,
  openSink,
  type ByteCarrier,
  type ByteMessage,
  type StreamEnd,
} from '.'

/** A carrier end driven by the test: what was sent is on record, and the test speaks for the peer. */
function recordedCarrier() {
  const sent: ByteMessage[] = []
  let hear: (message: ByteMessage) => void = () => undefined
  let hangUp: () => void = () => undefined
  let closed = false
  const carrier: ByteCarrier = {
    send: (message) => void sent.push(message),
    close: () => {
      closed = true
    },
    onMessage: (listener) => {
      hear = listener
    },
    onClose: (listener) => {
      hangUp = listener
    },
  }
  return {
    carrier,
    sent,
    say: (message: ByteMessage) => hear(message),
    hangUp: () => hangUp(),
    closed: () => closed,
  }
}

const ack = (bytes: number) => JSON.stringify({ is: 'ack', bytes })

const sentBytes = (sent: ByteMessage[]) =>
  Buffer.concat(sent.filter((message): message is Uint8Array => typeof message !== 'string'))

const sentLength = (sent: ByteMessage[]) =>
  sent.reduce((sum, message) => sum + (typeof message === 'string' ? 0 : message.length), 0)

// Bytes that tell their position; views of one pattern, since megabytes of these are made.
const pattern = Uint8Array.from({ length: 1_000_000 }, (_, at) => (at * 31) % 251)
const numbered = (length: number, from: number) => pattern.subarray(from, from + length)

describe('a flow', () => {
  test('keeps bytes equal and unacknowledged bytes below twice the high-water mark, in any chunking and any order of acks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ is: fc.constant('write' as const), bytes: fc.integer({ min: 0, max: 900_000 }) }),
            fc.record({
              is: fc.constant('ack' as const),
              part: fc.double({ min: 0.01, max: 1, noNaN: true }),
            }),
          ),
          { maxLength: 40 },
        ),
        (steps) => {
          const peer = recordedCarrier()
          const holds: boolean[] = []
          const flow = createFlow(peer.carrier, { onHold: (held) => holds.push(held) })
          const written: Uint8Array[] = []
          let acknowledged = 0
          const acknowledge = (part: number) => {
            const open = sentLength(peer.sent) - acknowledged
            const bytes = Math.ceil(open * part)
            if (bytes === 0) return
            acknowledged += bytes
            peer.say(ack(bytes))
          }
          for (const [index, step] of steps.entries()) {
            if (step.is === 'ack') acknowledge(step.part)
            else {
              const chunk = numbered(step.bytes, index)
              written.push(chunk)
              flow.write(chunk)
            }
            expect(flow.unacknowledgedBytes()).toBeLessThan(2 * highWaterBytes)
            expect(flow.unacknowledgedBytes()).toBe(sentLength(peer.sent) - acknowledged)
          }
          flow.end({ reason: 'finished', detail: '' })
          while (acknowledged < sentLength(peer.sent)) acknowledge(1)
          expect(Buffer.compare(sentBytes(peer.sent), Buffer.concat(written))).toBe(0)
          expect(peer.sent.at(-1)).toBe('{"is":"end","reason":"finished","detail":""}')
          expect(flow.held()).toBe(false)
          for (const [index, held] of holds.entries()) expect(held).toBe(index % 2 === 0)
          return Promise.resolve()
        },
      ),
      { numRuns: 40 },
    )
  })

  test('never cuts a character in two', () => {
    const peer = recordedCarrier()
    const flow = createFlow(peer.carrier)
    flow.write(Buffer.from(`a${'。'.repeat(60_000)}`))
    const sent = peer.sent.filter((message): message is Uint8Array => typeof message !== 'string')
    expect(sent.length).toBeGreaterThan(2)
    for (const slice of sent) expect(Buffer.from(slice).toString()).not.toContain('\ufffd')
  })

  test('holds the source above the high-water mark and resumes it only below the low one', () => {
    const peer = recordedCarrier()
    const holds: boolean[] = []
    const flow = createFlow(peer.carrier, { onHold: (held) => holds.push(held) })
    flow.write(numbered(highWaterBytes, 0))
    expect(holds).toEqual([true])
    peer.say(ack(highWaterBytes - lowWaterBytes - 1))
    expect(holds).toEqual([true])
    peer.say(ack(1))
    expect(holds).toEqual([true, false])
  })

  test.each([
    '',
    'x',
    '{',
    'null',
    '{"is":"ack"}',
    '{"is":"ack","bytes":-1}',
    '{"is":"ack","bytes":11}',
    '[]',
  ])('hangs up on a peer that says %j', (message) => {
    const peer = recordedCarrier()
    let gone = 0
    const flow = createFlow(peer.carrier, { onClose: () => gone++ })
    flow.write(numbered(10, 0))
    peer.say(message)
    expect([flow.closed(), peer.closed(), gone]).toEqual([true, true, 1])
    flow.write(numbered(10, 0))
    expect(sentBytes(peer.sent)).toHaveLength(10)
  })

  test('lets a held source go on when the consumer is gone, and tells it once', async () => {
    const peer = recordedCarrier()
    let gone = 0
    const flow = createFlow(peer.carrier, { onClose: () => gone++ })
    flow.write(numbered(2 * highWaterBytes, 0))
    const ready = flow.ready()
    peer.hangUp()
    peer.hangUp()
    await ready
    expect([flow.held(), gone]).toEqual([false, 1])
  })

  test('passes keystrokes from the sink to the source, and announces a replay before its bytes', async () => {
    const [near, far] = inProcessCarriers()
    const typed: string[] = []
    const seen: string[] = []
    const ended = new Promise<StreamEnd>((resolve) => {
      const flow = createFlow(near, {
        onInput: (bytes) => {
          typed.push(Buffer.from(bytes).toString())
          flow.end({ reason: 'lost', detail: 'why' })
        },
      })
      flow.replay(Buffer.from('screen'), { cols: 80, rows: 24 })
      const sink = openSink(far, {
        onReplay: (bytes) => seen.push(`replay ${bytes}`),
        onBytes: (chunk) => {
          seen.push(Buffer.from(chunk).toString())
          sink.send(Buffer.from('ls\n'))
        },
        onEnd: resolve,
      })
    })
    expect(await ended).toEqual({ reason: 'lost', detail: 'why' })
    expect(typed).toEqual(['ls\n'])
    expect(seen).toEqual(['replay 6', 'screen'])
  })
})
