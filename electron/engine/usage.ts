// What a running container uses, from the engine's own stream of samples.
import { z } from 'zod'
import type { Calls } from './calls'
import { checkedId } from './checked'
import { jsonLines } from './lines'
import type { UsageSample } from './types'

const CpuSchema = z.object({
  cpu_usage: z.object({ total_usage: z.number().default(0), percpu_usage: z.array(z.number()).nullish() }),
  system_cpu_usage: z.number().default(0),
  online_cpus: z.number().default(0),
})
export const StatsSchema = z.object({
  cpu_stats: CpuSchema,
  precpu_stats: CpuSchema,
  memory_stats: z.object({
    usage: z.number().default(0),
    limit: z.number().default(0),
    stats: z.record(z.string(), z.number()).nullish(),
  }),
})

/** Null for the first sample of a stream, which has nothing to compare the processor time with. */
export function usageFrom(id: string, stats: z.infer<typeof StatsSchema>): UsageSample | null {
  const { cpu_stats: now, precpu_stats: before, memory_stats: memory } = stats
  const system = now.system_cpu_usage - before.system_cpu_usage
  if (before.system_cpu_usage === 0 || system <= 0) return null
  const cpus = now.online_cpus || now.cpu_usage.percpu_usage?.length || 1
  const used = Math.max(0, now.cpu_usage.total_usage - before.cpu_usage.total_usage)
  // Cache that can be dropped is not in use, as `docker stats` counts: cgroup v2 names it inactive_file, v1 total_inactive_file.
  const cache = memory.stats?.['inactive_file'] ?? memory.stats?.['total_inactive_file'] ?? 0
  const memoryBytes = memory.usage > cache ? memory.usage - cache : memory.usage
  return { id, cpuPercent: (used / system) * cpus * 100, memoryBytes, memoryLimitBytes: memory.limit }
}

export async function* readUsage(calls: Calls, id: string, signal: AbortSignal): AsyncGenerator<UsageSample> {
  const ask = { method: 'GET' as const, path: `/containers/${checkedId(id)}/stats`, query: { stream: 1 } }
  const stream = await calls.stream(ask, { signal, subject: { name: id } })
  try {
    for await (const line of jsonLines(stream)) {
      const sample = usageFrom(id, StatsSchema.parse(line))
      if (sample) yield sample
    }
  } catch (error) {
    // Being told to stop is how this loop ends; everything else is news.
    if (!signal.aborted) throw error
  } finally {
    stream.destroy()
  }
}
