// Pure readings of what an engine says: lines, samples, lists.
import { describe, expect, it } from 'vitest'
import { jsonLines } from './lines'
import { DetailsSchema, SummariesSchema } from './summaries'
import { StatsSchema, usageBetween } from './usage'

describe('jsonLines', () => {
  it('reads lines however they are cut, inside characters too', async () => {
    const bytes = Buffer.from('{"a":"中文"}\n\n{"b":1}\r\n{"c":2}')
    for (const size of [1, 2, 3, 7, 100]) {
      const seen: unknown[] = []
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      )
      for await (const line of jsonLines(toAsync(chunks))) seen.push(line)
      expect(seen).toEqual([{ a: '中文' }, { b: 1 }, { c: 2 }])
    }
  })
})

async function* toAsync<T>(items: T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item)
}

describe('what two readings say', () => {
  const reading = (total: number, system: number, stats: object) =>
    StatsSchema.parse({
      cpu_stats: { cpu_usage: { total_usage: total }, system_cpu_usage: system, online_cpus: 4 },
      memory_stats: { usage: 1000, limit: 5000, stats },
    })
  const before = reading(100, 1000, {})

  it('is per cent of one core, and memory without cache that can be dropped', () => {
    expect(usageBetween('x', before, reading(300, 2000, { inactive_file: 300 }))).toEqual({
      id: 'x',
      cpuPercent: 80,
      memoryBytes: 700,
      memoryLimitBytes: 5000,
    })
  })

  it('is read from cgroup v1 as well', () => {
    expect(usageBetween('x', before, reading(300, 2000, { total_inactive_file: 100 }))?.memoryBytes).toBe(900)
  })

  it('is nothing of one moment, of a container that was started anew, and of one that stopped', () => {
    expect(usageBetween('x', before, before)).toBeNull()
    expect(usageBetween('x', before, reading(50, 2000, {}))).toBeNull()
    const stopped = StatsSchema.parse({ cpu_stats: { cpu_usage: {} }, memory_stats: {} })
    expect(usageBetween('x', before, stopped)).toBeNull()
    expect(usageBetween('x', stopped, reading(300, 2000, {}))).toBeNull()
  })
})

describe('the engine’s lists', () => {
  it('are read with their nulls, links of old, and ports that are not published', () => {
    const [one] = SummariesSchema.parse([
      {
        ...{
          Id: 'a',
          Names: ['/other/alias', '/lab'],
          Image: 'i',
          ImageID: 's',
          Created: 5,
          State: 'running',
          Status: 'Up',
        },
        ...{
          Labels: null,
          Mounts: null,
          Ports: [
            { PrivatePort: 80, Type: 'tcp' },
            { IP: '::', PrivatePort: 8888, PublicPort: 9000, Type: 'tcp' },
          ],
        },
      },
    ])
    expect(one).toMatchObject({
      ...{ name: 'lab', createdAt: 5000, labels: {}, mounts: [] },
      ports: [{ hostIp: '::', hostPort: 9000, containerPort: 8888, protocol: 'tcp' }],
    })
  })

  it('say of a container that never ran that it has neither start nor exit code', () => {
    const details = DetailsSchema.parse({
      ...{
        Id: 'a',
        Name: '/lab',
        Created: '2026-01-01T00:00:00Z',
        Image: 's',
        Mounts: [],
        HostConfig: { DeviceRequests: null },
      },
      Config: { Image: 'i', Env: null, Labels: null },
      State: { Status: 'created', Running: false, ExitCode: 0, StartedAt: '0001-01-01T00:00:00Z' },
    })
    expect(details).toMatchObject({ startedAt: null, exitCode: null, env: [], ports: [], deviceRequests: [] })
  })
})
