import { spawn } from 'node:child_process'
import { open, readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

/**
 * A process that outlives the one that started it. Its pid alone does not identify it (pids are given
 * again, and after a reboot the file is stale), so the file keeps the start time and the boot too.
 */
const pidFileShape = z.object({ pid: z.number().int(), startTicks: z.string(), boot: z.string() })

export type DaemonSpec = {
  pidFile: string
  logFile: string
  command: readonly string[]
  env?: NodeJS.ProcessEnv
}

export async function startDaemon(spec: DaemonSpec): Promise<number> {
  const running = await pidOf(spec.pidFile)
  if (running !== null) return running
  const [program, ...args] = spec.command
  if (program === undefined) throw new Error('An empty command cannot run.')
  const log = await open(spec.logFile, 'a')
  try {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: spec.env ?? process.env,
      cwd: '/',
    })
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('spawn', () => resolve(child.pid ?? -1))
    })
    child.unref()
    await recordPid(spec.pidFile, pid)
    return pid
  } finally {
    await log.close()
  }
}

export async function recordPid(pidFile: string, pid: number): Promise<void> {
  const startTicks = await startTicksOf(pid)
  if (startTicks === null) throw new Error(`Process ${pid} ended at once; see its log.`)
  await writeFile(pidFile, JSON.stringify({ pid, startTicks, boot: await bootId() }))
}

/** The pid in the file if that very process still lives, else null. */
export async function pidOf(pidFile: string): Promise<number | null> {
  let text: string
  try {
    text = await readFile(pidFile, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const parsed = pidFileShape.safeParse(jsonOrNull(text))
  if (!parsed.success || parsed.data.boot !== (await bootId())) return null
  return (await startTicksOf(parsed.data.pid)) === parsed.data.startTicks ? parsed.data.pid : null
}

export type StopHow = { graceMilliseconds: number; signal?: AbortSignal | undefined }

/** TERM, then KILL after the grace; resolves when the process is gone and its file removed. */
export async function stopDaemon(pidFile: string, how: StopHow): Promise<void> {
  const pid = await pidOf(pidFile)
  if (pid !== null) {
    send(pid, 'SIGTERM')
    send(pid, 'SIGCONT') // A frozen process does not see TERM before it runs again.
    if (!(await goneWithin(pidFile, how.graceMilliseconds, how.signal))) {
      send(pid, 'SIGKILL')
      if (!(await goneWithin(pidFile, 10_000, how.signal)))
        throw new Error(`Process ${pid} (${pidFile}) survived KILL for 10 s.`)
    }
  }
  await rm(pidFile, { force: true })
}

export async function goneWithin(
  pidFile: string,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const end = Date.now() + milliseconds
  while (Date.now() < end) {
    signal?.throwIfAborted()
    if ((await pidOf(pidFile)) === null) return true
    await sleep(50)
  }
  return (await pidOf(pidFile)) === null
}

export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Field 22 of /proc/PID/stat; null for the dead and for zombies. */
export async function startTicksOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // A half-written file is a stale one.
  }
}
