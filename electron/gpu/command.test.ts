import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localCommands } from './command'

let folder = ''
let program = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-command-'))
  program = join(folder, 'silent')
  // Says who it is, then nothing any more, as the query for processes does on idle cards.
  await writeFile(program, '#!/bin/sh\necho "$$ $*"\nexec sleep 600\n')
  await chmod(program, 0o755)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const lives = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !/\) [ZX] /.test(stat)
}

test.skipIf(process.platform !== 'linux')(
  'a query that goes on ends with a Berth that is killed',
  async () => {
    const berth = spawn(process.execPath, ['--import', 'tsx', '--eval', script()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(berth.stdout, 'data')) as [Buffer]
    const pid = Number(said.toString().split(' ')[0])
    expect(said.toString()).toContain('-lms 1500 a b')
    expect(await lives(pid)).toBe(true)
    berth.kill('SIGKILL')
    await expect.poll(() => lives(pid), { timeout: 10_000 }).toBe(false)
  },
)

test('it is the program itself that is told to have ended, and stopping it leaves nothing', async () => {
  const run = localCommands({ program, env: process.env })
  const command = run(['-lms', '1500'])
  const [said] = (await once(command.stdout, 'data')) as [Buffer]
  await command.stop()
  expect(await command.ended).toEqual({ is: 'ended', code: null })
  expect(await lives(Number(said.toString().split(' ')[0]))).toBe(false)
  const failing = localCommands({ program: '/bin/false', env: process.env })(['-lms'])
  failing.stdout.resume()
  failing.stderr.resume()
  expect(await failing.ended).toEqual({ is: 'ended', code: 1 })
})

function script(): string {
  return `import(${JSON.stringify(join(import.meta.dirname, 'command.ts'))}).then(({ default: { localCommands } }) => {
    localCommands({ program: ${JSON.stringify(program)}, env: process.env })(['-lms', '1500', 'a b']).stdout.pipe(process.stdout)
  })`
}
