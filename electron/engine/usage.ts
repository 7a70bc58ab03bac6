// What a running container uses: one reading of its counters, and what two of them say together.
import { z } from 'zod'
import { RefusalError } from '../../shared/model/refusal'
import type { Calls } from './calls'
import { checkedId } from './checked'
import type { UsageReading, UsageSample } from './types'

export const StatsSchema = z
  .object({
    cpu_stats: z.object({
      cpu_usage: z.object({
        total_usage: z.number().default(0),
        percpu_usage: z.array(z.number()).nullish(),
      }),
      system_cpu_usage: z.number().default(0),
      online_cpus: z.number().default(0),
    }),
    memory_stats: z.object({
      usage: z.number().default(0),
      limit: z.number().default(0),
      stats: z.record(z.string(), z.number()).nullish(),
    }),
  })
  .transform(({ cpu_stats: cpu, memory_stats: memory }): UsageReading => {
    // Cache that can be dropped is not in use, as `docker stats` counts: cgroup v2 names it inactive_file, v1 total_inactive_file.
    const cache = memory.stats?.['inactive_file'] ?? memory.stats?.['total_inactive_file'] ?? 0
    return {
      cpuNanoseconds: cpu.cpu_usage.total_usage,
      systemNanoseconds: cpu.system_cpu_usage,
      cpus: cpu.online_cpus || cpu.cpu_usage.percpu_usage?.length || 1,
      memoryBytes: memory.usage > cache ? memory.usage - cache : memory.usage,
      memoryLimitBytes: memory.limit,
    }
  })

/** Null where no time has passed between them, or the container was started anew: one that does not run is read as zeros. */
export function usageBetween(id: string, before: UsageReading, now: UsageReading): UsageSample | null {
  const system = now.systemNanoseconds - before.systemNanoseconds
  const used = now.cpuNanoseconds - before.cpuNanoseconds
  if (before.systemNanoseconds === 0 || system <= 0 || used < 0) return null
  const { cpus, memoryBytes, memoryLimitBytes } = now
  return { id, cpuPercent: (used / system) * cpus * 100, memoryBytes, memoryLimitBytes }
}

/** Without `one-shot` the engine would take a second longer, to have two readings itself. */
export async function readUsage(calls: Calls, id: string, signal: AbortSignal): Promise<UsageReading> {
  const query = { stream: 0, 'one-shot': 1 }
  const ask = { method: 'GET' as const, path: `/containers/${checkedId(id)}/stats`, query }
  try {
    return await calls.json(ask, StatsSchema, { signal, subject: { name: id } })
  } catch (error) {
    // Of a container that goes while it is read dockerd says nothing, with status 200.
    if (error instanceof SyntaxError) throw new RefusalError('NotFound', { params: { name: id } })
    throw error
  }
}
