// A desktop app started as a person, or somebody who means ill, would start it: by its file, with arguments and variables.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export type Started = {
  /** True once its page has asked the services for the GPUs: the window is there, and both sides answer. */
  answers(): Promise<boolean>
  /** Asks it to end, and gives its exit code; null when it had to be killed. */
  end(): Promise<number | null>
  /** True once something listens there. */
  listens(port: number): Promise<boolean>
  /** Did the foreign code run that `foreign` names? */
  ranForeignCode(): Promise<boolean>
}

/** A folder of its own with a home, an nvidia-smi that notes who asks, and code that must not run. */
export async function withApp<T>(
  start: { program: string; args: string[]; env?: (foreign: string) => Record<string, string> },
  body: (app: Started) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-package-'))
  const [asked, ran, foreign, smi] = ['asked', 'ran', 'foreign.cjs', 'nvidia-smi'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  await writeFile(foreign, `require('node:fs').writeFileSync(${JSON.stringify(ran)}, 'ran')\n`)
  await writeFile(smi, `#!/bin/sh\necho asked >> '${asked}'\nexit 9\n`)
  await chmod(smi, 0o755)
  const child = spawn(start.program, start.args, {
    env: {
      ...process.env,
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      BERTH_HOME: join(folder, 'home'),
      DOCKER_HOST: `unix://${join(folder, 'no-engine')}`,
      ...start.env?.(foreign),
    },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    const late = wait(8000, null, { ref: false }).then(() => child.kill('SIGKILL'))
    await Promise.race([ended, late])
    await ended
    return child.exitCode
  }
  try {
    return await body({
      answers: () => holds(async () => (await contents(asked)) !== ''),
      end,
      listens: (port) => holds(() => isOpen(port), 3000),
      ranForeignCode: async () => (await contents(ran)) !== '',
    })
  } finally {
    await end()
    await rm(folder, { recursive: true, force: true })
  }
}

async function holds(what: () => Promise<boolean>, milliseconds = 20_000): Promise<boolean> {
  for (const until = Date.now() + milliseconds; Date.now() < until; await wait(100))
    if (await what()) return true
  return false
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function contents(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
