// What the system says of the main process: its memory and its time on the processor. Linux only, as the rig is.
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { oneMB } from '../figures'

const sampleMilliseconds = 100

/** Resident memory, in MB. */
export async function memoryMB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return (Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024) / oneMB
}

/** By how much its memory stood above `since` at the most while `body` ran. */
export async function growthMB(pid: number, since: number, body: () => Promise<void>): Promise<number> {
  const watching = new AbortController()
  let most = await memoryMB(pid)
  const watch = async () => {
    while (!watching.signal.aborted) {
      most = Math.max(most, await memoryMB(pid))
      await pause(sampleMilliseconds)
    }
  }
  const watched = watch()
  try {
    await body()
  } finally {
    watching.abort()
    await watched
  }
  return most - since
}

/** Of one core, over this time. */
export async function cpuPercent(pid: number, milliseconds: number): Promise<number> {
  const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString())
  const [since, before] = [performance.now(), await ticks(pid)]
  await pause(milliseconds)
  const seconds = (performance.now() - since) / 1000
  return (((await ticks(pid)) - before) / ticksPerSecond / seconds) * 100
}

/** utime and stime (proc(5)); the name before them may contain anything, parentheses too. */
async function ticks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}
