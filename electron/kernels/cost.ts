// What a kernel costs this machine: CPU and memory of its process and of all it started, from /proc.
import { readFile } from 'node:fs/promises'

export type Cost = { cpuPercent: number | null; memoryBytes: number }

/** Linux's USER_HZ: 100 on every architecture that NVIDIA's driver runs on. */
const ticksPerSecond = 100
/** Where the system does not tell. */
const usualPageBytes = 4096
/** AT_PAGESZ of getauxval(3). Kernels for NVIDIA's Grace have pages of 64 kB. */
const pageSizeEntry = 6n
/** Two who ask shortly after one another get one answer: in a few milliseconds a clock tick is nothing or everything. */
const leastMilliseconds = 1000
/** A fork bomb must not hold us up. */
const mostProcesses = 500

export type Costs = { of(pid: number): Promise<Cost | null>; forget(alive: ReadonlySet<number>): void }

/** `cpuPercent` is of one core, over a second or more since an earlier question about the same pid; null at the first. */
export function createCosts(now: () => number): Costs {
  const before = new Map<number, { at: number; ticks: number; cpuPercent: number | null }>()
  let pageBytes: Promise<number> | null = null
  return {
    async of(pid) {
      const total = await sumOf(pid)
      if (total === null) {
        before.delete(pid)
        return null
      }
      const at = now()
      const last = before.get(pid)
      pageBytes ??= askPageBytes()
      const memoryBytes = total.pages * (await pageBytes)
      const milliseconds = last === undefined ? 0 : at - last.at
      if (last !== undefined && milliseconds >= 0 && milliseconds < leastMilliseconds)
        return { cpuPercent: last.cpuPercent, memoryBytes }
      const used = last === undefined ? 0 : (total.ticks - last.ticks) / ticksPerSecond
      // A child that ended takes its ticks along: less than nothing is nothing.
      const cpuPercent = milliseconds <= 0 ? null : Math.max(0, (used / milliseconds) * 100_000)
      before.set(pid, { at, ticks: total.ticks, cpuPercent })
      return { cpuPercent, memoryBytes }
    },
    forget(alive) {
      for (const pid of before.keys()) if (!alive.has(pid)) before.delete(pid)
    },
  }
}

async function askPageBytes(): Promise<number> {
  try {
    return pageBytesIn(await readFile('/proc/self/auxv')) ?? usualPageBytes
  } catch {
    // Not Linux: then there are no processes to count either.
    return usualPageBytes
  }
}

/** In pairs of 64 bits, as the machine orders its bytes; all that Node runs on have the lowest first. */
export function pageBytesIn(auxv: Buffer): number | null {
  for (let at = 0; at + 16 <= auxv.length; at += 16)
    if (auxv.readBigUInt64LE(at) === pageSizeEntry) return Number(auxv.readBigUInt64LE(at + 8))
  return null
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
