// Decides which idle kernels are to be announced, shut down or let be. Pure: time and facts come from outside.
import type { Kernel } from '../../shared/contract/kernels'
import { usualReaperRule, type ReaperRule } from '../../shared/contract/reaper'
import type { GpuProcess } from '../../shared/contract/processes'

export type ReaperFacts = {
  now: number
  rules: Readonly<Record<string, ReaperRule>>
  kernels: readonly Kernel[]
  processes: readonly GpuProcess[]
  /** Utilisation of each card in percent; null where the driver gives none, as with MIG. */
  cards: ReadonlyMap<string, number | null>
}

/**
 * Since when a kernel has been quiet, and when it is to be shut down (null: not announced); when it was looked at last, and
 * what Jupyter said then of its last activity.
 */
export type Watch = {
  quietSince: number
  shutdownAt: number | null
  seenAt: number
  lastActivity: number | null
}
export type Memory = ReadonlyMap<string, Watch>

export type Verdict =
  | { is: 'announce'; kernel: Kernel; memoryMiB: number; shutdownAt: number }
  | { is: 'shut-down'; kernel: Kernel; memoryMiB: number }
  /** It was announced, and something stirred. */
  | { is: 'became-busy'; kernel: Kernel; memoryMiB: number }

/** Below this a card only ticks over: drivers report a percent or two for a desktop or for the sampling itself. */
const stirsPercent = 5
/** Looks further apart than this: the machine slept or the driver was silent, and nobody could read a notice meanwhile. */
const longestGap = 120_000

/**
 * A kernel is quiet while Jupyter says idle, its last activity lies in the past, and no card that it holds computes. A
 * card that others share counts as stirring too: whose work it is cannot be told, so the kernel is let be. Where the driver
 * tells no utilisation (MIG), the kernel's own processes must be idle. A kernel whose memory is not known is never touched.
 * Work that began and ended between two looks shows in the kernel's last activity, and counts as well.
 */
export function decide(facts: ReaperFacts, memory: Memory): { verdicts: Verdict[]; memory: Memory } {
  const next = new Map<string, Watch>()
  const verdicts: Verdict[] = []
  for (const kernel of facts.kernels) {
    const rule = facts.rules[kernel.environment.id] ?? usualReaperRule
    const before = memory.get(kernel.id)
    const memoryMiB = kernel.gpuMemoryMiB ?? 0
    if (!rule.on || memoryMiB < rule.memoryMiB || !isQuiet(kernel, facts)) {
      if (before?.shutdownAt != null) verdicts.push({ is: 'became-busy', kernel, memoryMiB })
      continue
    }
    const { lastActivity } = kernel
    const stirred = before !== undefined && before.lastActivity !== lastActivity
    if (stirred && before.shutdownAt !== null) verdicts.push({ is: 'became-busy', kernel, memoryMiB })
    const missed = before !== undefined && facts.now - before.seenAt > longestGap
    const goesOn = before !== undefined && !stirred && !missed
    const quietSince = goesOn ? before.quietSince : facts.now
    const seen = { quietSince, seenAt: facts.now, lastActivity }
    const grace = rule.graceMinutes * 60_000
    if (before !== undefined && before.shutdownAt !== null && !stirred) {
      // A grace that nobody could see pass is given again.
      const shutdownAt = missed ? facts.now + grace : before.shutdownAt
      next.set(kernel.id, { ...seen, shutdownAt })
      if (facts.now >= shutdownAt) verdicts.push({ is: 'shut-down', kernel, memoryMiB })
    } else if (facts.now - quietSince >= rule.idleMinutes * 60_000) {
      const shutdownAt = facts.now + grace
      next.set(kernel.id, { ...seen, shutdownAt })
      verdicts.push({ is: 'announce', kernel, memoryMiB, shutdownAt })
    } else next.set(kernel.id, { ...seen, shutdownAt: null })
  }
  return { verdicts, memory: next }
}

function isQuiet(kernel: Kernel, { processes, cards, now }: ReaperFacts): boolean {
  if (kernel.state !== 'idle' || kernel.gpuMemoryMiB === null) return false
  // A clock that was set back: activity of the future is activity.
  if (kernel.lastActivity !== null && kernel.lastActivity > now) return false
  const held = processes
    .filter(({ owner }) => owner.is === 'container' && owner.kernel?.id === kernel.id)
    .flatMap(({ holds }) => holds.map(({ uuid }) => uuid))
  return held.every((uuid) => (cards.get(uuid) ?? kernel.cpuPercent ?? 100) < stirsPercent)
}

/** A person wants it kept: it counts as active from now on. */
export function kept(memory: Memory, kernelId: string, now: number): Memory {
  const lastActivity = memory.get(kernelId)?.lastActivity ?? null
  return new Map(memory).set(kernelId, { quietSince: now, shutdownAt: null, seenAt: now, lastActivity })
}

/** It is gone, or another rule holds for it: what is decided next begins anew. */
export function forgotten(memory: Memory, kernelIds: readonly string[]): Memory {
  return new Map([...memory].filter(([id]) => !kernelIds.includes(id)))
}
