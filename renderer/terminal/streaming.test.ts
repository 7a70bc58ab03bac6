// The stream against xterm itself, without a page.
import { Terminal } from '@xterm/headless'
import { expect, test } from 'vitest'
import { createFlow, highWaterBytes, inProcessCarriers, type Flow } from '../../shared/bytes'
import { createStreaming, type Streaming } from './streaming'
import { createTurns, type Turns } from './turns'

const turns = () => createTurns((go) => setImmediate(go))
const bytes = (text: string) => new TextEncoder().encode(text)

type Rig = { xterm: Terminal; streaming: Streaming; flow: Flow; heard: string[]; ended: Promise<string> }

function open(shared = turns()): Rig {
  const xterm = new Terminal({ cols: 80, rows: 24, allowProposedApi: true, scrollback: 1000 })
  const [near, far] = inProcessCarriers()
  const streaming = createStreaming(xterm, shared)
  const heard: string[] = []
  const ended = new Promise<string>((resolve) =>
    streaming.attach(far, {
      live: () => heard.push(`live at ${xterm.cols}`),
      drawn: () => undefined,
      size: ({ cols, rows }) => heard.push(`${cols}×${rows} after ${lineOf(xterm)}`),
      end: ({ reason }) => resolve(reason),
    }),
  )
  return { xterm, streaming, flow: createFlow(near), heard, ended }
}

function lineOf(xterm: Terminal): string {
  const { active } = xterm.buffer
  return active.getLine(active.baseY + active.cursorY)?.translateToString(true) ?? ''
}

test('a size takes hold between the bytes before it and those after it', async () => {
  const { flow, heard, ended, xterm } = open()
  flow.replay(bytes('so far'), { cols: 40, rows: 10 })
  flow.write(bytes('\r\none'))
  flow.resize({ cols: 60, rows: 20 })
  flow.write(bytes('\r\ntwo'))
  flow.resize({ cols: 30, rows: 5 })
  flow.end({ reason: 'finished', detail: '' })
  expect(await ended).toBe('finished')
  expect(heard).toEqual(['40×10 after ', 'live at 40', '60×20 after one', '30×5 after two'])
  expect([xterm.cols, xterm.rows]).toEqual([30, 5])
})

test('it is live once the screen so far was drawn, and not before', async () => {
  const { flow, streaming, ended, heard } = open()
  expect(streaming.isLive()).toBe(false)
  flow.replay(bytes('x'.repeat(100_000)), { cols: 80, rows: 24 })
  flow.end({ reason: 'finished', detail: '' })
  await ended
  expect(streaming.isLive()).toBe(true)
  expect(heard.at(-1)).toBe('live at 80')
})

test('an empty screen so far is live at once', async () => {
  const { flow, streaming, ended } = open()
  flow.replay(new Uint8Array(), { cols: 80, rows: 24 })
  flow.end({ reason: 'finished', detail: '' })
  await ended
  expect(streaming.isLive()).toBe(true)
})

test('a new stream takes the old one’s place, whatever of that was still waiting', async () => {
  const { flow, streaming, xterm } = open()
  flow.replay(bytes('old '.repeat(20_000)), { cols: 80, rows: 24 })
  const [near, far] = inProcessCarriers()
  const ended = new Promise((resolve) =>
    streaming.attach(far, {
      live: () => undefined,
      drawn: () => undefined,
      size: () => undefined,
      end: resolve,
    }),
  )
  const next = createFlow(near)
  next.replay(bytes('new'), { cols: 50, rows: 12 })
  next.end({ reason: 'finished', detail: '' })
  await ended
  expect(xterm.buffer.active.length).toBe(12)
  expect(xterm.buffer.active.getLine(0)?.translateToString(true)).toBe('new')
})

test('a stream that broke off inside a sequence or a character leaves nothing of it to the next', async () => {
  for (const cut of ['\x1b]0;half a title', '\x1b[3', '\x1bPq', '\x1b']) {
    const { flow, streaming, xterm } = open()
    flow.replay(bytes('old'), { cols: 80, rows: 24 })
    flow.write(Uint8Array.of(...bytes(cut), ...(cut === '\x1b' ? [] : [0xe4, 0xb8])))
    await expect.poll(() => lineOf(xterm)).toBe('old')
    await new Promise((resolve) => setTimeout(resolve, 20))
    const [near, far] = inProcessCarriers()
    const on = { live: () => undefined, drawn: () => undefined, size: () => undefined }
    const ended = new Promise((resolve) => streaming.attach(far, { ...on, end: resolve }))
    const next = createFlow(near)
    next.replay(bytes('hello'), { cols: 50, rows: 12 })
    next.end({ reason: 'finished', detail: '' })
    await ended
    expect(xterm.buffer.active.getLine(0)?.translateToString(true), JSON.stringify(cut)).toBe('hello')
  }
})

test('bytes are acknowledged when xterm has used them: a flood waits at its source', async () => {
  const { flow, ended } = open()
  flow.replay(new Uint8Array(), { cols: 80, rows: 24 })
  const chunk = bytes('0123456789abcdef\r\n'.repeat(3000))
  let most = 0
  for (let sent = 0; sent < 4_000_000; sent += chunk.length) {
    flow.write(chunk)
    most = Math.max(most, flow.unacknowledgedBytes())
    await flow.ready()
  }
  // All of it but what is not worth an acknowledgement yet; after the end nobody waits for one.
  await expect.poll(() => flow.unacknowledgedBytes(), { timeout: 10_000 }).toBeLessThan(16 * 1024)
  flow.end({ reason: 'finished', detail: '' })
  await ended
  expect(most).toBeLessThanOrEqual(2 * highWaterBytes)
})

/** A screen that is never done with what it was given. */
function stuck(shared: Turns): { given: () => number; flow: Flow } {
  let given = 0
  const [near, far] = inProcessCarriers()
  const canvas = { write: () => (given += 1), resize: () => undefined, reset: () => undefined }
  const on = { live: () => undefined, drawn: () => undefined, size: () => undefined, end: () => undefined }
  createStreaming(canvas, shared).attach(far, on)
  return { given: () => given, flow: createFlow(near) }
}

test('while one terminal floods, another’s echo is drawn at once and another’s flood waits for its turn', async () => {
  const shared = turns()
  const flood = stuck(shared)
  flood.flow.write(bytes('x'.repeat(200_000)))
  await expect.poll(flood.given).toBe(1)
  const quiet = open(shared)
  quiet.flow.replay(new Uint8Array(), { cols: 80, rows: 24 })
  quiet.flow.write(bytes('echo'))
  await expect.poll(() => lineOf(quiet.xterm)).toBe('echo')
  const second = stuck(shared)
  second.flow.write(bytes('x'.repeat(200_000)))
  quiet.flow.write(bytes(' again'))
  await expect.poll(() => lineOf(quiet.xterm)).toBe('echo again')
  expect(second.given()).toBe(0)
})

test('terminals that flood take turns', async () => {
  const shared = turns()
  const order: number[] = []
  const flows = [0, 1].map((index) => {
    const [near, far] = inProcessCarriers()
    const write = (_data: Uint8Array, done: () => void) => {
      order.push(index)
      // Longer than a slice.
      const until = performance.now() + 10
      while (performance.now() < until);
      setImmediate(done)
    }
    const on = { live: () => undefined, drawn: () => undefined, size: () => undefined, end: () => undefined }
    createStreaming({ write, resize: () => undefined, reset: () => undefined }, shared).attach(far, on)
    return createFlow(near)
  })
  for (const flow of flows) flow.write(bytes('x'.repeat(64 * 1024)))
  await expect.poll(() => order.length, { timeout: 10_000 }).toBe(8)
  expect(order).toEqual([0, 1, 0, 1, 0, 1, 0, 1])
})

test('a terminal that goes away while it floods leaves its turn to the others', async () => {
  const shared = turns()
  const gone = open(shared)
  gone.flow.replay(new Uint8Array(), { cols: 80, rows: 24 })
  gone.flow.write(bytes('x'.repeat(200_000)))
  const other = open(shared)
  other.flow.replay(bytes('y'.repeat(200_000)), { cols: 80, rows: 24 })
  other.flow.end({ reason: 'finished', detail: '' })
  gone.streaming.dispose()
  gone.xterm.dispose()
  expect(await other.ended).toBe('finished')
})
