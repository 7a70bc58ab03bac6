// How nvidia-smi is run: on this machine, or wherever the caller's `RunCommand` runs it. Always in a process group of its
// own, so that stopping it leaves nothing behind.
import { spawn, type ChildProcess } from 'node:child_process'
import { delimiter } from 'node:path'
import type { Readable } from 'node:stream'

export type Ending =
  /** `code` is null when a signal ended it. */
  | { is: 'ended'; code: number | null }
  /** It could not be started at all: there is no such program here. */
  | { is: 'missing'; raw: string }

export type Command = {
  stdout: Readable
  stderr: Readable
  /** Settles when the process is gone and its output is read; never rejects. */
  ended: Promise<Ending>
  /** TERM, then KILL for the whole group; resolves when it is gone. Harmless when it already is. */
  stop(): Promise<void>
}

export type RunCommand = (args: readonly string[]) => Command

const graceMilliseconds = 2000

/** Runs `nvidia-smi` from PATH; under WSL the driver puts it where PATH does not always lead. */
export function localCommands(options: { program?: string; env?: NodeJS.ProcessEnv } = {}): RunCommand {
  const { program = 'nvidia-smi', env = process.env } = options
  // Elsewhere PATH is left as it is (Windows spells its name in several ways).
  const path = [env['PATH'], '/usr/lib/wsl/lib'].filter(Boolean).join(delimiter)
  const childEnv = process.platform === 'linux' ? { ...env, PATH: path } : env
  return (args) => {
    const child = spawn(program, args, {
      env: childEnv,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    const ended = endingOf(child)
    return { stdout: child.stdout, stderr: child.stderr, ended, stop: () => stopGroup(child, ended) }
  }
}

function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // An error after the start (a failed kill) ends with 'close' as usual.
      if (child.pid === undefined) resolve({ is: 'missing', raw: error.message })
    })
    child.once('close', (code) => resolve({ is: 'ended', code }))
  })
}

async function stopGroup(child: ChildProcess, ended: Promise<Ending>): Promise<void> {
  signalGroup(child, 'SIGTERM')
  const kill = setTimeout(() => {
    signalGroup(child, 'SIGKILL')
    // A grandchild that left the group may hold the pipes open: 'close' would wait for it.
    child.stdout?.destroy()
    child.stderr?.destroy()
  }, graceMilliseconds)
  await ended
  clearTimeout(kill)
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    child.kill(signal)
    return
  }
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    // ESRCH: the whole group is gone, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
