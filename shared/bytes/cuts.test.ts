// Text of wide characters, cut at every place where a chunk could end.
import { expect, test } from 'vitest'
import { createFlow, inProcessCarriers, openSink } from '.'

const sample = Buffer.from(
  'plain “quoted” … 中文、日本語。한국어 👩‍🔬🧑🏽‍🚀🏳️‍🌈🇨🇳 é̀ a̐ \u001b[38;5;208m⚠️ ①\u001b[0m\r\n'.repeat(3),
)
const sliceBytes = 64 * 1024

/** The messages that arrive when the chunks are written one after another. */
async function sent(chunks: Uint8Array[]): Promise<Uint8Array[]> {
  const [near, far] = inProcessCarriers()
  const messages: Uint8Array[] = []
  const ended = new Promise<Uint8Array[]>((resolve) =>
    openSink(far, {
      onBytes: (chunk, acknowledge) => {
        messages.push(chunk)
        acknowledge(chunk.length)
      },
      onEnd: () => resolve(messages),
    }),
  )
  const flow = createFlow(near)
  for (const chunk of chunks) flow.write(chunk)
  flow.end({ reason: 'finished', detail: '' })
  return ended
}

test('cut in two anywhere, the text arrives whole', async () => {
  for (let cut = 0; cut <= sample.length; cut += 1) {
    const messages = await sent([sample.subarray(0, cut), sample.subarray(cut)])
    expect(Buffer.concat(messages).equals(sample), `cut at ${cut}`).toBe(true)
  }
})

test('cut in three anywhere, the text arrives whole', async () => {
  const short = sample.subarray(0, sample.length / 3)
  for (let first = 0; first <= short.length; first += 1)
    for (let second = first; second <= short.length; second += 3) {
      const chunks = [short.subarray(0, first), short.subarray(first, second), short.subarray(second)]
      expect(Buffer.concat(await sent(chunks)).equals(short), `cut at ${first} and ${second}`).toBe(true)
    }
})

test('a chunk longer than a message is cut between two characters, wherever the message would end', async () => {
  const long = Buffer.concat(
    Array.from({ length: Math.ceil((3 * sliceBytes) / sample.length) }, () => sample),
  )
  const strict = new TextDecoder('utf-8', { fatal: true })
  for (let shift = 0; shift < sample.length; shift += 1) {
    const text = Buffer.concat([Buffer.alloc(shift, 'x'), long])
    const messages = await sent([text])
    expect(messages.length).toBeGreaterThan(2)
    for (const message of messages) expect(() => strict.decode(message), `shift ${shift}`).not.toThrow()
    expect(Buffer.concat(messages).equals(text), `shift ${shift}`).toBe(true)
  }
})
