import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createMirrors } from './client'
import { startInProcess, startWorker } from './start'

const size = { cols: 20, rows: 5 }
const listeners = { onHold: () => undefined, onAnswer: () => undefined }

async function fileWith(script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-mirror-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'worker.cjs')
  await writeFile(file, script)
  return file
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

test('keeps the screens of several terminals apart', async () => {
  const mirrors = createMirrors({ start: startInProcess, scrollback: () => 0, log: () => undefined })
  const [one, other] = [mirrors.open(size, listeners), mirrors.open(size, listeners)]
  one.write(Buffer.from('one\r\n'))
  other.write(Buffer.from('other'))
  one.write(Buffer.from('more'))
  expect([text(await one.serialise()), text(await other.serialise())]).toEqual([
    'one\r\nmore\x1b[2;4He',
    'other\x1b[1;5Hr',
  ])
  one.close()
  expect(text(await one.serialise())).toBe('')
  await mirrors.dispose()
})

test('a thread that dies is told, replaced, and nobody waits for it', async () => {
  const logged: string[] = []
  const file = await fileWith(`
    const { parentPort } = require('node:worker_threads')
    parentPort.on('message', ({ is, id }) => {
      if (is === 'write') throw new Error('poison')
      if (is === 'serialise') parentPort.postMessage({ is: 'screen', id, bytes: Uint8Array.from([98]) })
    })
    parentPort.postMessage({ is: 'ready' })
  `)
  const mirrors = createMirrors({
    start: startWorker(file),
    scrollback: () => 1000,
    log: (line) => logged.push(line),
  })
  const mirror = mirrors.open(size, listeners)
  expect(text(await mirror.serialise())).toBe('b')
  mirror.write(Buffer.alloc(5_000_000))
  expect(mirror.held()).toBe(true)
  expect(text(await mirror.serialise())).toBe('')
  expect(mirror.held()).toBe(false)
  expect(logged.join()).toContain('poison')
  // What it died of is told to the next one, and to no third.
  await expect.poll(async () => text(await mirror.serialise())).toBe('b')
  expect(logged).toHaveLength(2)
  await mirrors.dispose()
})

test('the thread that takes the place of a dead one shows what the terminals said last, and answers nothing of it', async () => {
  const deaths: ((why: string) => void)[] = []
  const start = () => {
    const thread = startInProcess()
    thread.onDeath = (listener) => deaths.push(listener)
    return thread
  }
  const answers: string[] = []
  const mirrors = createMirrors({ start, scrollback: () => 1000, log: () => undefined })
  const mirror = mirrors.open(size, {
    onHold: () => undefined,
    onAnswer: (bytes) => answers.push(text(bytes)),
  })
  // A program that asks where the cursor stands, while no window is there.
  mirror.write(Buffer.from('ls\r\nfile\r\n\x1b[6n$ '))
  const before = text(await mirror.serialise())
  expect(answers).toEqual(['\x1b[3;1R'])
  deaths[0]?.('told to')
  expect(text(await mirror.serialise())).toBe(before)
  mirror.write(Buffer.from('\x1b[6n'))
  await mirror.serialise()
  expect(answers).toEqual(['\x1b[3;1R', '\x1b[3;3R'])
  await mirrors.dispose()
})

test('a thread that cannot even begin is not begun again and again', async () => {
  const logged: string[] = []
  const mirrors = createMirrors({
    start: startWorker(await fileWith('throw new Error("no such module")')),
    scrollback: () => 1000,
    log: (line) => logged.push(line),
  })
  const mirror = mirrors.open(size, listeners)
  expect(text(await mirror.serialise())).toBe('')
  mirror.write(Buffer.from('goes on'))
  expect(text(await mirror.serialise())).toBe('')
  expect(logged).toHaveLength(1)
  await mirrors.dispose()
})
