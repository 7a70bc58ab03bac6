import { Terminal as Xterm } from '@xterm/headless'
import { onTestFinished, expect, test } from 'vitest'
import { inProcessCarriers, openSink, type ScreenSize } from '../../shared/bytes'
import { eventually } from './driver'
import { createMirrors, startInProcess } from './mirror'
import { openSession } from './session'
import type { ShellListener } from './shell'

const size = { cols: 20, rows: 5 }

/** A shell that says what it is told to, and records what is done to it. */
async function scripted() {
  const typed: string[] = []
  const holds: boolean[] = []
  const sizes: ScreenSize[] = []
  const told: ShellListener[] = []
  let waiting = 0
  const log = () => undefined
  const mirrors = createMirrors({ start: startInProcess, scrollback: () => 1000, log })
  const session = await openSession({
    terminal: {
      id: 'aaaaaaaaaaaaaaaa',
      target: { is: 'host' },
      label: 'host',
      name: null,
      program: '/bin/sh',
      user: null,
      carrier: 'pty',
      openedAt: 0,
      size,
      state: { is: 'running' },
    },
    openShell: (listener) => {
      told.push(listener)
      return Promise.resolve({
        write: (bytes) => void typed.push(Buffer.from(bytes).toString()),
        waiting: () => waiting,
        resize: (next) => {
          sizes.push(next)
          return Promise.resolve()
        },
        hold: (held) => void holds.push(held),
        kill: () => Promise.resolve(),
      })
    },
    mirrors,
    onChange: () => undefined,
  })
  onTestFinished(async () => {
    await session.close(AbortSignal.timeout(1000))
    await mirrors.dispose()
  })
  const say = (text: string) => told[0]?.onBytes(Buffer.from(text))
  const end = () => told[0]?.onEnd({ is: 'exited', code: 0 })
  const leaveUnread = (bytes: number) => void (waiting = bytes)
  return { session, say, end, typed, holds, sizes, leaveUnread }
}

type Scripted = Awaited<ReturnType<typeof scripted>>

/** A window: an xterm.js that reads what a carrier brings. `slow`: it draws, and says so to nobody. */
function look({ session }: Scripted, how: 'at once' | 'slow' = 'at once') {
  const [near, far] = inProcessCarriers()
  const xterm = new Xterm({ ...size, allowProposedApi: true })
  const seen: string[] = []
  const sink = openSink(far, {
    onReplay: (bytes, { cols, rows }) => seen.push(`replay ${bytes > 0} ${cols}x${rows}`),
    onSize: ({ cols, rows }) => {
      seen.push(`size ${cols}x${rows}`)
      xterm.resize(cols, rows)
    },
    onBytes: (chunk, acknowledge) => {
      seen.push(Buffer.from(chunk).toString())
      xterm.write(chunk, () => how === 'at once' && acknowledge(chunk.length))
    },
    onEnd: ({ reason }) => seen.push(`end ${reason}`),
  })
  session.attach(near)
  const screen = () =>
    Array.from({ length: xterm.rows }, (_, y) =>
      xterm.buffer.active.getLine(xterm.buffer.active.baseY + y)?.translateToString(true),
    ).join('\n')
  const shows = (text: string) => eventually(() => Promise.resolve(screen().includes(text)))
  const type = (text: string) => sink.send(Buffer.from(text))
  return { seen, screen, shows, type, answers: () => xterm.onData(type), leave: () => sink.close() }
}

test('a window that comes later sees the screen that is there, and every byte after it once', async () => {
  const shell = await scripted()
  shell.say('\x1b[31mred\x1b[3;5Hthere\x1b[?25l')
  const first = look(shell)
  // Said while the screen is asked for.
  for (let count = 0; count < 200; count += 1) shell.say(`${count} `)
  await first.shows('199')
  const second = look(shell)
  shell.say('\r\nlast')
  await second.shows('last')
  await first.shows('last')
  expect(second.screen()).toBe(first.screen())
  expect(first.seen[0]).toBe('replay true 20x5')
})

test('holds the shell while a window waits for the screen, and lets it go on then', async () => {
  const shell = await scripted()
  const window = look(shell)
  expect(shell.holds).toEqual([true])
  shell.say('on')
  await window.shows('on')
  expect(shell.holds).toEqual([true, false])
})

test('holds the shell when the mirror falls behind, with no window there', async () => {
  const shell = await scripted()
  const chunk = '中文\x1b[A'.repeat(8000)
  for (let count = 0; count < 40; count += 1) shell.say(chunk)
  expect(shell.holds).toEqual([true])
  await eventually(() => Promise.resolve(shell.holds.at(-1) === false))
})

test('tells every window of a new size between the bytes before and after it, and the shell', async () => {
  const shell = await scripted()
  const [one, other] = [look(shell), look(shell)]
  shell.say('before')
  shell.say(' still')
  await shell.session.resize({ cols: 30, rows: 4 })
  shell.say('after')
  for (const window of [one, other]) {
    await window.shows('after')
    expect(window.seen.slice(1).join('|')).toMatch(/^before.* still\|size 30x4\|after$/)
  }
  expect(shell.sizes).toEqual([{ cols: 30, rows: 4 }])
  const late = look(shell)
  await late.shows('after')
  expect(late.seen[0]).toBe('replay true 30x4')
})

test('a program that asks while no window is there is answered, and by nobody else once one is', async () => {
  const shell = await scripted()
  shell.say('ab\x1b[6n')
  await eventually(() => Promise.resolve(shell.typed.length === 1))
  expect(shell.typed).toEqual(['\x1b[1;3R'])
  const window = look(shell)
  shell.say('\x1b[6nseen')
  await window.shows('seen')
  window.leave()
  // A window is gone in the next turn.
  await new Promise((resolve) => setImmediate(resolve))
  shell.say('\x1b[c')
  await eventually(() => Promise.resolve(shell.typed.length === 2))
  expect(shell.typed[1]).toBe('\x1b[?1;2c')
})

test('of two windows only the newer one answers a program, and both type', async () => {
  const shell = await scripted()
  const older = look(shell)
  await eventually(() => Promise.resolve(older.seen.length > 0))
  const newer = look(shell)
  await eventually(() => Promise.resolve(newer.seen.length > 0))
  older.answers()
  newer.answers()
  const typedSoFar = async (text: string) => {
    await eventually(() => Promise.resolve(shell.typed.join('').includes(text)))
    return shell.typed.splice(0).join('')
  }
  shell.say('ab\x1b[6n.')
  await Promise.all([older.shows('ab.'), newer.shows('ab.')])
  older.type('\x1b[A')
  expect(await typedSoFar('\x1b[A')).toBe('\x1b[1;3R\x1b[A')
  newer.leave()
  await new Promise((resolve) => setImmediate(resolve))
  shell.say('\x1b[6n!')
  await older.shows('ab.!')
  older.type('x')
  expect(await typedSoFar('x')).toBe('\x1b[1;4Rx')
})

test('answers are dropped while a megabyte waits for a program that does not read, and keys are not', async () => {
  const shell = await scripted()
  shell.leaveUnread(2 ** 20)
  shell.say('\x1b[6n')
  const window = look(shell)
  window.answers()
  shell.say('\x1b[6nthere')
  await window.shows('there')
  window.type('\x03')
  await eventually(() => Promise.resolve(shell.typed.length > 0))
  expect(shell.typed).toEqual(['\x03'])
  expect(shell.holds.at(-1)).toBe(false)
})

test('a terminal that ended still shows its screen, and its end', async () => {
  const shell = await scripted()
  shell.say('bye')
  shell.end()
  const window = look(shell)
  await window.shows('bye')
  await eventually(() => Promise.resolve(window.seen.includes('end finished')))
  expect([window.seen[0], window.seen.length]).toEqual(['replay true 20x5', 3])
})
