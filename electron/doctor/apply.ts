// Runs a fix: exactly the commands that were shown, one after the other, until one fails.
import { spawn, type ChildProcess } from 'node:child_process'
import type { Step } from './fixes'
import type { Machine } from './machine'

type Running = { signal: AbortSignal; onOutput: (text: string) => void }
/** Package managers download; a pkexec question waits for a person. */
const stepMilliseconds = 20 * 60_000
const graceMilliseconds = 5_000

/** The exit code of the first step that failed, or 0; 1 when the signal fired before its end. */
export async function applySteps(
  steps: readonly Step[],
  how: 'root' | 'pkexec',
  machine: Machine,
  running: Running,
): Promise<number> {
  for (const step of steps) {
    const argv = how === 'pkexec' && step.root ? ['pkexec', ...step.argv] : step.argv
    running.onOutput(`$ ${argv.join(' ')}\n`)
    const code = await runStep({ ...step, argv }, machine, running)
    if (code !== 0) return code
  }
  return 0
}

function runStep({ argv, input }: Step, machine: Machine, { signal, onOutput }: Running): Promise<number> {
  return new Promise((resolve) => {
    const [program = '', ...args] = argv
    const child = spawn(program, args, {
      env: {
        ...machine.env,
        PATH: `${machine.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`,
      },
      stdio: [input === '' ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: true,
    })
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput)
    // It may end without reading: its exit code tells.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
    const stops: NodeJS.Timeout[] = []
    const late = setTimeout(() => {
      end(child, 'SIGTERM')
      stops.push(setTimeout(() => end(child, 'SIGKILL'), graceMilliseconds))
    }, stepMilliseconds)
    const done = (code: number) => {
      clearTimeout(late)
      for (const timer of stops) clearTimeout(timer)
      signal.removeEventListener('abort', leave)
      resolve(code)
    }
    // Whoever quits in the middle leaves this step to its end: a package manager that is killed leaves its database broken,
    // and apt ignores that nobody reads its output any more (SIGPIPE). No further step is begun.
    const leave = () => {
      child.unref()
      done(1)
    }
    signal.addEventListener('abort', leave, { once: true })
    if (signal.aborted) leave()
    child.once('error', (error) => {
      onOutput(`${error.message}\n`)
      // 127 is the shell's "not found".
      if (child.pid === undefined) done(127)
    })
    child.once('close', (code) => done(code ?? 1))
  })
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Gone already, or root's through pkexec, which ends by itself.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}
