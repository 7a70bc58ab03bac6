// berth sh in a shell and in scripts: what a person typed or piped in is run there, and what it says is seen.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { docker } from '../app/docker'
import { workstation, type Workstation } from '../app/workstation'

const name = 'berth-shell-test'
const cli = join(import.meta.dirname, '../../out/main/cli.js')
let on: Workstation

test.beforeAll(async () => {
  on = await workstation()
  await docker(on.rig, ['run', '--detach', '--rm', '--name', name, on.rig.images.plain, 'sleep', '3600'])
})
test.afterAll(async () => {
  await docker(on.rig, ['rm', '--force', '--volumes', name])
  await on.clear()
})

async function run(command: readonly string[], input: string | Buffer) {
  const [program = '', ...args] = command
  const child = spawn(program, args, { env: { ...process.env, ...on.env }, stdio: 'pipe' })
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const ended = once(child, 'close') as Promise<[number | null]>
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { out, err, code }
}
const berthSh = [process.execPath, cli, 'sh', name]
/** In a pseudoterminal of no size, as a script makes one. */
const inTerminal = ['script', '--quiet', '--return', '--command', berthSh.join(' '), '/dev/null']

test('in a terminal of no size what is typed is run, seen, and its exit code given on', async () => {
  const { out, code } = await run(inTerminal, 'stty size; echo hi-$((6*7)); exit 3\n')
  expect(out).toContain('24 80')
  expect(out).toContain('hi-42')
  expect(code).toBe(3)
})

test('without a terminal what is piped in is run, its outputs stay apart, and nothing else is said', async () => {
  const piped = await run(berthSh, 'echo hi-$((6*7)); echo wrong >&2; tty; exit 5\n')
  expect(piped).toEqual({ out: 'hi-42\nnot a tty\n', err: 'wrong\n', code: 5 })
})

test('a name that no container has is told as that, with those that run', async () => {
  const { err, code } = await run([process.execPath, cli, 'sh', 'nobody'], 'echo hi\n')
  expect(err).toMatch(new RegExp(`no container “nobody”; running now: .*${name}`))
  expect(code).toBe(2)
})

test('a container that is removed meanwhile is not told as one that never was', async () => {
  const other = `${name}-removed`
  await docker(on.rig, ['run', '--detach', '--name', other, on.rig.images.plain, 'sleep', '600'])
  const child = spawn(process.execPath, [cli, 'sh', other], { env: { ...process.env, ...on.env } })
  const ended = once(child, 'close')
  const err = text(child.stderr)
  child.stdin.write('echo begun; sleep 4712\n')
  await once(child.stdout, 'data')
  await docker(on.rig, ['rm', '--force', other])
  const [code] = (await ended) as [number | null]
  expect(code).not.toBe(0)
  expect(await err).toMatch(/stopped with exit code 137|removed/)
})

test('the end of what is piped in ends the shell, however much it is', async () => {
  const bytes = Buffer.alloc(3_000_000, 'x')
  const { out, code } = await run(berthSh, Buffer.concat([Buffer.from('wc -c\n'), bytes]))
  expect([out.trim(), code]).toEqual([String(bytes.length), 0])
})

test('one that nobody reads any more, or that is interrupted, leaves nothing running', async () => {
  const enough = await run(['sh', '-c', `${berthSh.join(' ')} | head -n 1`], 'while :; do echo y; done\n')
  expect(enough.out).toBe('y\n')
  const child = spawn(berthSh[0] ?? '', berthSh.slice(1), {
    env: { ...process.env, ...on.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  child.stdin.write('echo begun; sleep 4711\n')
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  expect(await ended).toEqual([130, null])
  await expect
    .poll(() => docker(on.rig, ['top', name, '-eo', 'pid,args']))
    .not.toMatch(/sleep 4711|bash|sh$/m)
})
