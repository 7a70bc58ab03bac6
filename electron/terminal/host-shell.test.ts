import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { ShellWish } from '../../shared/contract/terminals'
import { refusalFrom } from '../../shared/model/refusal'
import { createStreamRegistry } from '../streams'
import { drive, eventually } from './driver'
import { noWish } from './container-shell'
import { endHostSession } from './host-session'
import { hostChoices, openHostShell, prepareHostShell } from './host-shell'
import { createMirrors, startInProcess } from './mirror'
import { openSession } from './session'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-terminal-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function hostTerminal(env: Record<string, string> = {}, wish: Partial<ShellWish> = {}) {
  const size = { cols: 91, rows: 24 }
  const around = { PATH: process.env['PATH'] ?? '', HOME: folder, SHELL: '/bin/bash', ...env }
  const shell = await prepareHostShell(around, { ...noWish, ...wish })
  const streams = createStreamRegistry({ log: () => undefined })
  const log = () => undefined
  const mirrors = createMirrors({ start: startInProcess, scrollback: () => 1000, log })
  onTestFinished(() => mirrors.dispose())
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
    openShell: (listener) => openHostShell(shell, { size, listener }),
    mirrors,
    onChange: () => undefined,
  })
  streams.offer('terminal/aaaaaaaaaaaaaaaa', (carrier) => session.attach(carrier))
  onTestFinished(() => session.close(AbortSignal.timeout(5000)))
  return { session, streams, connect: () => drive(streams, 'aaaaaaaaaaaaaaaa') }
}

async function runningWith(mark: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')),
  )
  return commands.filter((command) => command.includes(mark))
}

describe('a host shell', () => {
  test('starts in the right size, follows a resize, and speaks UTF-8', async () => {
    const { session, connect } = await hostTerminal()
    const person = connect()
    person.type('echo width=$(tput cols) $TERM $COLORTERM $LANG 中文🚀\n')
    await person.until(/width=91 xterm-256color truecolor C\.UTF-8 中文🚀/)
    await session.resize({ cols: 132, rows: 40 })
    person.type('echo now=$(tput cols)x$(tput lines)\n')
    await person.until(/now=132x40/)
  })

  test('ends with its own exit code, after its last byte', async () => {
    const { session, connect } = await hostTerminal()
    const person = connect()
    person.type('echo la""st; exit 7\n')
    expect(await person.ended).toEqual({ reason: 'finished', detail: '' })
    expect(person.text()).toContain('last')
    expect(session.terminal().state).toEqual({ is: 'exited', code: 7 })
  })

  test('shows a later window the screen so far, and the end too', async () => {
    const { connect } = await hostTerminal()
    const first = connect()
    first.type('echo scr""een\n')
    await first.until(/screen/)
    first.leave()
    const second = connect()
    await second.until(/screen/)
    expect(second.replayed()).toBeGreaterThan(0)
    second.type('exit\n')
    await second.ended
    const third = connect()
    expect(await third.ended).toEqual({ reason: 'finished', detail: '' })
    expect(third.text()).toContain('screen')
  })

  test('loses no byte of a program that ends while a slow window holds it back', async () => {
    const bytes = Buffer.from(randomBytes(1_500_000).toString('base64'))
    await writeFile(join(folder, 'much'), bytes)
    const { streams, connect } = await hostTerminal()
    const person = connect()
    person.type("stty -opost; PS1=; clear; printf '<be''gin>'; exec cat much\n")
    const slow = drive(streams, 'aaaaaaaaaaaaaaaa', (acknowledge) => void setTimeout(acknowledge, 15))
    await slow.ended
    const received = slow.bytes()
    const from = received.indexOf('<begin>') + '<begin>'.length
    expect(received.length - from).toBe(bytes.length)
    expect(received.subarray(from).equals(bytes)).toBe(true)
  })

  test('lets nothing of its session outlive it, nohup or not', async () => {
    const mark = `31${String(Date.now()).slice(-7)}`
    const { session, connect } = await hostTerminal()
    const person = connect()
    person.type(`sleep ${mark}1 & nohup sleep ${mark}2 & (trap "" HUP; sleep ${mark}3) & echo st""arted\n`)
    await person.until(/started/)
    await eventually(async () => (await runningWith(mark)).length >= 3)
    await session.close(AbortSignal.timeout(5000))
    await eventually(async () => (await runningWith(mark)).length === 0)
  })

  test('that ended long ago takes nobody along who was given its number since', async () => {
    const stranger = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
    const gone = new Promise((resolve) => stranger.once('exit', resolve))
    const pid = stranger.pid ?? 0
    const signal = AbortSignal.timeout(5000)
    await endHostSession(pid, { ended: () => true, signal })
    expect(process.kill(pid, 0)).toBe(true)
    await endHostSession(pid, { ended: () => false, signal })
    await gone
  })

  test('that ended takes along what it left in its session', async () => {
    const mark = `32${String(Date.now()).slice(-7)}`
    const { session, connect } = await hostTerminal()
    const person = connect()
    person.type(`(trap "" HUP; sleep ${mark}) & sleep 0.2; exit\n`)
    await person.ended
    expect(await runningWith(mark)).not.toEqual([])
    await session.close(AbortSignal.timeout(5000))
    await eventually(async () => (await runningWith(mark)).length === 0)
  })

  test('falls back to an installed shell when the configured one is gone, and to / without a home', async () => {
    const { connect } = await hostTerminal({ SHELL: '/no/such/shell', HOME: '/no/such/home' })
    const person = connect()
    person.type('echo in=$PWD\n')
    await person.until(/in=\/\s/)
  })

  test('is the shell that was wished for, as a login shell, where it was wished for', async () => {
    await writeFile(join(folder, '.profile'), 'echo pro""file read\n')
    const { connect } = await hostTerminal({}, { program: '/bin/sh', login: true, workingDir: '/tmp' })
    const person = connect()
    person.type('echo "is=$0 in=$PWD"\n')
    await person.until(/is=\S*sh in=\/tmp\s/)
    expect(person.text()).toContain('profile read')
  })

  test('that was killed is told from one that exited', async () => {
    const { session, connect } = await hostTerminal()
    const person = connect()
    person.type('kill -KILL $$\n')
    await person.ended
    expect(session.terminal().state).toEqual({ is: 'signalled', signal: 'SIGKILL' })
  })

  test('is refused where its folder, its program or its user cannot be had', async () => {
    const codeOf = (wish: Partial<ShellWish>) =>
      hostTerminal({}, wish).then(
        () => null,
        (error: unknown) => refusalFrom(error).code,
      )
    expect(await codeOf({ workingDir: '/no/such' })).toBe('WorkingDirMissing')
    expect(await codeOf({ program: '/no/such' })).toBe('ShellMissing')
    // Programs that are there, and no shells.
    for (const program of ['/bin/cat', '/usr/bin/env', '/bin/../bin/cat', `${folder}/bash`])
      expect(await codeOf({ program })).toBe('ShellMissing')
    expect(await codeOf({ user: 'root' })).toBe('InvalidInput')
  })

  test('is chosen from those that are installed, the person’s own first', async () => {
    const { programs, users, workingDir } = await hostChoices({ SHELL: '/bin/sh', HOME: folder })
    expect(programs[0]).toBe('/bin/sh')
    expect(programs).toContain('/bin/bash')
    expect(programs.filter((program) => program.endsWith('/bash'))).toHaveLength(1)
    expect({ users, workingDir }).toEqual({ users: [], workingDir: folder })
  })
})
