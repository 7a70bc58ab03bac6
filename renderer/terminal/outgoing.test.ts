import { expect, test } from 'vitest'
import { createOutgoing } from './outgoing'

const bytes = (text: string) => new TextEncoder().encode(text)
const none = new Uint8Array()

/** What was sent, and a clock that goes on by hand. */
function outgoing() {
  const sent: Uint8Array[] = []
  let waiting: (() => void) | null = null
  const out = createOutgoing(
    (piece) => sent.push(piece.slice()),
    (go) => {
      waiting = go
      return () => (waiting = null)
    },
  )
  const turn = () => {
    const go = waiting
    waiting = null
    go?.()
    return go !== null
  }
  const text = () => sent.map((piece) => new TextDecoder().decode(piece)).join('')
  return { out, sent, turn, text }
}

test('keys are sent at once', () => {
  const { out, text } = outgoing()
  out.type(bytes('l'))
  out.type(bytes('s'))
  expect(text()).toBe('ls')
})

test('ten megabytes go out whole, in order and in small pieces', () => {
  const { out, sent, turn } = outgoing()
  const much = bytes('0123456789'.repeat(1_000_000))
  out.paste(much, none)
  expect(sent).toHaveLength(1)
  while (turn());
  expect(Math.max(...sent.map((piece) => piece.length))).toBeLessThanOrEqual(16 * 1024)
  expect(Buffer.concat(sent).equals(Buffer.from(much))).toBe(true)
})

test('what is typed during a paste comes after it', () => {
  const { out, turn, text } = outgoing()
  out.paste(bytes('a'.repeat(40_000)), none)
  out.type(bytes('b'))
  while (turn());
  expect(text()).toBe(`${'a'.repeat(40_000)}b`)
  out.type(bytes('c'))
  expect(text().endsWith('bc')).toBe(true)
})

test('Ctrl+C gives the rest up, and closes the bracket that is open', () => {
  const { out, turn, text } = outgoing()
  out.paste(bytes(`[${'a'.repeat(100_000)}]`), bytes(']'))
  turn()
  out.type(bytes('\u0003'))
  expect(turn()).toBe(false)
  expect(text()).toMatch(/^\[a+\]\u0003$/)
  expect(text().length).toBe(2 * 16 * 1024 + 2)
})

test('nothing more is sent once the terminal is gone', () => {
  const { out, sent, turn } = outgoing()
  out.paste(bytes('a'.repeat(100_000)), none)
  out.dispose()
  expect(turn()).toBe(false)
  expect(sent).toHaveLength(1)
})
