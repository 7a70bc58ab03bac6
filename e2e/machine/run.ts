import { open } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const graceMilliseconds = 10_000

/** Runs one program with its output going straight to the screen; ends its whole process group when the signal fires. */
export async function runProgram(
  command: readonly string[],
  options: {
    env: NodeJS.ProcessEnv
    signal: AbortSignal
    /** A file for what it prints; our own output if left out. */
    output?: string
  },
): Promise<number> {
  options.signal.throwIfAborted()
  const [program = '', ...args] = command
  const file = options.output === undefined ? null : await open(options.output, 'w')
  const path = `${join(root, 'node_modules/.bin')}:${options.env['PATH'] ?? process.env['PATH'] ?? ''}`
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...options.env, PATH: path },
    stdio: ['ignore', ...(file === null ? (['inherit', 'inherit'] as const) : [file.fd, file.fd])],
    detached: true,
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
  const onAbort = () => void endGroup(child.pid, ended)
  options.signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await ended
  } finally {
    options.signal.removeEventListener('abort', onAbort)
    await file?.close()
  }
}

async function endGroup(pid: number | undefined, ended: Promise<number>): Promise<void> {
  if (pid === undefined) return
  send(pid, 'SIGTERM')
  await Promise.race([ended, wait(graceMilliseconds, undefined, { ref: false })])
  send(pid, 'SIGKILL')
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error
  }
}
