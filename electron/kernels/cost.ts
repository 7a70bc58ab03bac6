// What a kernel costs this machine: CPU and memory of its process and of all it started, from /proc.
import { readFile } from 'node:fs/promises'

export type Cost = { cpuPercent: number | null; memoryBytes: number }

/** Linux's USER_HZ: 100 on every architecture that NVIDIA's driver runs on. */
const ticksPerSecond = 100
const pageBytes = 4096
/** A fork bomb must not hold us up. */
const mostProcesses = 500

export type Costs = { of(pid: number): Promise<Cost | null>; forget(alive: ReadonlySet<number>): void }

/** `cpuPercent` is of one core, since the last question about the same pid; null at the first. */
export function createCosts(now: () => number): Costs {
  const before = new Map<number, { at: number; ticks: number }>()
  return {
    async of(pid) {
      const total = await sumOf(pid)
      if (total === null) {
        before.delete(pid)
        return null
      }
      const at = now()
      const last = before.get(pid)
      before.set(pid, { at, ticks: total.ticks })
      const seconds = last === undefined ? 0 : (at - last.at) / 1000
      const used = last === undefined ? 0 : (total.ticks - last.ticks) / ticksPerSecond
      // A child that ended takes its ticks along: less than nothing is nothing.
      const cpuPercent = seconds <= 0 ? null : Math.max(0, (used / seconds) * 100)
      return { cpuPercent, memoryBytes: total.pages * pageBytes }
    },
    forget(alive) {
      for (const pid of before.keys()) if (!alive.has(pid)) before.delete(pid)
    },
  }
}

async function sumOf(root: number): Promise<{ ticks: number; pages: number } | null> {
  const first = await statOf(root)
  if (first === null) return null
  let { ticks, pages } = first
  const waiting = await childrenOf(root)
  for (let seen = 0; waiting.length > 0 && seen < mostProcesses; seen += 1) {
    const pid = waiting.pop() ?? 0
    const stat = await statOf(pid)
    if (stat === null) continue
    ticks += stat.ticks
    pages += stat.pages
    waiting.push(...(await childrenOf(pid)))
  }
  return { ticks, pages }
}

/** proc(5): after the name in parentheses the fields begin at the third; utime is the 14th, stime the 15th, rss the 24th. */
async function statOf(pid: number): Promise<{ ticks: number; pages: number } | null> {
  const line = await read(`/proc/${pid}/stat`)
  if (line === null) return null
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return { ticks: Number(fields[11]) + Number(fields[12]), pages: Number(fields[21]) }
}

async function childrenOf(pid: number): Promise<number[]> {
  const list = await read(`/proc/${pid}/task/${pid}/children`)
  return (list ?? '').split(' ').filter(Boolean).map(Number)
}

async function read(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'latin1')
  } catch {
    // It ended, or this kernel was built without the list of children: what is known is counted.
    return null
  }
}
