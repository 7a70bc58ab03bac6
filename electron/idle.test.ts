// A day of nothing to do, in seconds: the rooms that keep time go through it on a clock of the test's, and hold no more at its end than
// after its first hours.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it, onTestFinished } from 'vitest'
import type { Alert } from '../shared/contract/alerts'
import type { Container } from '../shared/contract/containers'
import type { Kernel } from '../shared/contract/kernels'
import type { GpuUse } from '../shared/contract/processes'
import type { ReaperState } from '../shared/contract/reaper'
import { SettingsSchema } from '../shared/model/settings'
import { createAlerts } from './alerts'
import { createGpus, type RunCommand } from './gpu'
import { createReaper } from './reaper'
import type { Engine } from './engine'
import type { SettingsRoom } from './services'
import { createWatched } from './watched'

/** Below the gap that the alerts take for sleep. */
const stepSeconds = 50
const hourSteps = 3600 / stepSeconds
/** Lists and plots of fixed size fill up first: the alerts' ledger forgets after a day, the plots of minutes after ten of them. */
const fullAfterHours = 4
/** What a collection leaves differs by some hundred kilobytes. */
const mostGrowthMB = 1.5

const header =
  'timestamp, index, uuid, pci.bus_id, driver_version, count, memory.total [MiB], memory.used [MiB], utilization.gpu [%], name'

it('24 hours of idling leave no more alerts, log, listeners, timers or memory than the first four', async () => {
  const stateFolder = await mkdtemp(join(tmpdir(), 'berth-idle-'))
  const start = Date.UTC(2026, 10, 24)
  let second = 0
  const now = () => start + second * 1000
  const log = () => undefined
  const stream = new PassThrough()
  const gpus = createGpus({ run: nvidiaSmi(stream), log, now })
  const use = createWatched<GpuUse>({ is: 'looking' })
  const containers = createWatched<Container[]>([])
  const listeners = new Set<unknown>()
  const settings = SettingsSchema.parse({})
  const processes = { watch: use.watch, state: use.get }
  const kernels = {
    list: () => Promise.resolve([{ containerId: 'c1', kernels: [idleKernel(second)] }]),
    shutdown: () => Promise.resolve(),
  }
  const reaper = await createReaper({
    ...{ kernels, processes, gpus, stateFolder, log, now, roundMilliseconds: 1 },
  })
  const refused = () => Promise.reject(new Error('not here'))
  const lost = new AbortController().signal
  const engine = {
    lost: () => lost,
    onEvent: (listener: unknown) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    containers: { logs: refused, run: refused },
  } as unknown as Engine
  const alerts = await createAlerts({
    ...{ engine, containers, gpus, processes, reaper, log, now },
    settings: { stateFolder, get: () => settings } as unknown as SettingsRoom,
    paces: { look: 1, probe: 60_000 },
  })
  const seen: { alerts: Alert[]; reaper: ReaperState | null } = { alerts: [], reaper: null }
  const watching = new AbortController()
  void follow(alerts.watch(watching.signal), (value) => (seen.alerts = value))
  void follow(reaper.watch(watching.signal), (value) => (seen.reaper = value))
  const warnings: string[] = []
  const warned = (warning: Error) => warnings.push(warning.name)
  process.on('warning', warned)
  onTestFinished(async () => {
    process.off('warning', warned)
    watching.abort()
    stream.end()
    await Promise.all([alerts.dispose(), reaper.dispose(), gpus.dispose()])
    await rm(stateFolder, { recursive: true })
  })
  reaper.setRule('visionaa', { on: true, idleMinutes: 30, memoryMiB: 1000, graceMinutes: 5 })
  stream.write(`${header}\n`)

  const pass = async (hours: number) => {
    for (let step = 0; step < hours * hourSteps; step += 1) {
      second += stepSeconds
      if (step % 5 === 0) containers.set(crowd())
      use.set({ is: 'live', at: now(), processes: [holder(now() - 2 * 3600_000)], mig: [] })
      stream.write(row(now()))
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
  const held = () => ({
    followers: [use.followers(), containers.followers(), listeners.size],
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
    bytes: heap(),
  })

  await pass(fullAfterHours)
  const early = held()
  // The hours were lived through: what should be told was, and the plots have their points.
  expect(seen.alerts.map(({ kind }) => kind)).toContain('idle-memory')
  expect(seen.reaper?.log.length).toBeGreaterThan(0)
  expect(gpus.history('day')['GPU-00000000-aaaa']?.at.length).toBeGreaterThan(250)
  await pass(24 - fullAfterHours)
  const late = held()
  expect(seen.alerts.length).toBeLessThanOrEqual(300)
  expect(seen.reaper?.log.length).toBeLessThanOrEqual(200)
  expect(gpus.history('minutes')['GPU-00000000-aaaa']?.at.length).toBeLessThanOrEqual(700)
  expect(late.followers).toEqual(early.followers)
  expect(Math.abs(late.timers - early.timers)).toBeLessThanOrEqual(4)
  expect((late.bytes - early.bytes) / 2 ** 20).toBeLessThan(mostGrowthMB)
  expect(warnings).toEqual([])
}, 60_000)

async function follow<T>(watch: AsyncIterable<T>, take: (value: T) => void): Promise<void> {
  for await (const value of watch) take(value)
}

function heap(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** One card, whose samples the test writes. */
function nvidiaSmi(samples: Readable): RunCommand {
  return (args) => {
    const stdout = args.includes('-lms') ? samples : Readable.from([answerTo(args)])
    const ended = new Promise<{ is: 'ended'; code: number }>((resolve) =>
      stdout.once('close', () => resolve({ is: 'ended', code: 0 })),
    )
    return { stdout, stderr: Readable.from([]), ended, stop: () => Promise.resolve(void stdout.destroy()) }
  }
}

function answerTo(args: readonly string[]): string {
  if (args[0] !== '--help-query-gpu') return 'DRIVER version : 570.1\nCUDA Version : 12.8\n'
  const names = header.split(', ').map((cell) => `"${cell.replace(/ \[.*/, '')}"`)
  return `${names.join('\n')}\n`
}

function row(at: number): string {
  const stamp = new Date(at).toISOString().replace(/-/g, '/').replace('T', ' ').slice(0, 23)
  return `${stamp}, 0, GPU-00000000-aaaa, 00000000:00:00.0, 570.1, 1, 81920, 9000, 0, NVIDIA A100\n`
}

const environment = { id: 'visionaa', name: 'vision' }

/** A new object each time, as each list that is read from an engine. */
function crowd(): Container[] {
  return Array.from({ length: 200 }, (_, index) => ({
    ...{
      id: `c${index}`,
      name: `lab-${index}`,
      image: 'lab:1',
      imageId: '',
      createdAt: 0,
      ports: [],
      mounts: [],
    },
    ...{ state: index === 1 ? ('running' as const) : ('exited' as const), status: '', environment: null },
    gpuRequest: index === 1 ? 'all' : 'none',
  }))
}

/** Another one every hour: a day sees many kernels come and go. */
function idleKernel(second: number): Kernel {
  return {
    ...{ id: `k${Math.floor(second / 3600)}`, state: 'idle', lastActivity: null, notebook: 'a.ipynb' },
    ...{ containerId: 'c1', environment, spec: 'python3', connections: 0, pid: null },
    ...{ cpuPercent: null, memoryBytes: null, gpuMemoryMiB: 8000 },
  }
}

function holder(lastActivity: number) {
  const kernel = { id: 'k0', state: 'idle' as const, lastActivity, notebook: 'a.ipynb' }
  return {
    ...{ pid: 7, startedAt: 1, command: 'python', user: 'ada' },
    owner: { is: 'container' as const, containerId: 'c1', name: 'vision', environment: null, kernel },
    holds: [{ uuid: 'GPU-00000000-aaaa', mig: null, memoryMiB: 8000 }],
  }
}
