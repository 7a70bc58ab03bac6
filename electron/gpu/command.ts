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

/**
 * A query that goes on outlives a Berth that is killed, for ever where no process holds a card: it prints nothing then, and
 * never meets its closed pipe (seen). So a second process waits for the end of its standard input, which comes with ours,
 * and ends the group. The program and its arguments are the script's, never a part of it.
 */
const endsWithUs = 'exec 3<&0; (cat <&3; kill -TERM 0) >/dev/null 2>&1 & exec 3<&-; exec "$0" "$@" </dev/null'

/** Runs `nvidia-smi` from PATH; under WSL the driver puts it where PATH does not always lead. */
export function localCommands(options: { program?: string; env?: NodeJS.ProcessEnv } = {}): RunCommand {
  const { program = 'nvidia-smi', env = process.env } = options
  // Elsewhere PATH is left as it is (Windows spells its name in several ways).
  const path = [env['PATH'], '/usr/lib/wsl/lib'].filter(Boolean).join(delimiter)
  const childEnv = process.platform === 'linux' ? { ...env, PATH: path } : env
  return (args) => {
    const goesOn = args.includes('-lms') && process.platform !== 'win32'
    const child = spawn(goesOn ? '/bin/sh' : program, goesOn ? ['-c', endsWithUs, program, ...args] : args, {
      env: childEnv,
      detached: process.platform !== 'win32',
      stdio: [goesOn ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    child.once('exit', () => child.stdin?.destroy())
    const ended = endingOf(child)
    const { stdout, stderr } = child
    if (stdout === null || stderr === null) throw new Error('a command was started without its pipes')
    return { stdout, stderr, ended, stop: () => stopGroup(child, ended) }
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
