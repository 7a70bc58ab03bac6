import { spawn } from 'node:child_process'

export type Outcome = { code: number | null; stdout: string; stderr: string }

export type CommandOptions = {
  env?: NodeJS.ProcessEnv
  cwd?: string
  input?: string
  signal?: AbortSignal | undefined
  milliseconds?: number
  onLine?: (line: string) => void
}

/** Runs one program to its end; its whole process group goes when the time is up or the signal fires. */
export async function outcomeOf(command: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  const [program, ...args] = command
  if (program === undefined) throw new Error('An empty command cannot run.')
  const deadline = AbortSignal.timeout(options.milliseconds ?? 60_000)
  const stop = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline
  stop.throwIfAborted()
  return await new Promise<Outcome>((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    const lines = lineFeed(options.onLine)
    const end = () => {
      if (child.pid !== undefined) killGroup(child.pid)
    }
    stop.addEventListener('abort', end, { once: true })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      lines(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      lines(text)
    })
    child.stdin.on('error', () => undefined) // A program may end without reading its input: its exit code tells.
    child.stdin.end(options.input ?? '')
    child.on('error', (error) => {
      stop.removeEventListener('abort', end)
      reject(error)
    })
    child.on('close', (code) => {
      stop.removeEventListener('abort', end)
      if (stop.aborted) reject(new Error(`Gave up on "${command.join(' ')}": ${String(stop.reason)}`))
      else resolve({ code, stdout, stderr })
    })
  })
}

/** Standard output of a program that must succeed. */
export async function run(command: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await outcomeOf(command, options)
  if (code !== 0)
    throw new Error(
      `"${command.join(' ')}" ended with ${String(code)}: ${(stderr.trim() || stdout.trim()).slice(-2_000)}`,
    )
  return stdout
}

export async function works(command: readonly string[], options: CommandOptions = {}): Promise<boolean> {
  try {
    return (await outcomeOf(command, options)).code === 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

function killGroup(pid: number) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function lineFeed(onLine: ((line: string) => void) | undefined): (text: string) => void {
  let rest = ''
  return (text) => {
    if (!onLine) return
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') onLine(line)
  }
}
