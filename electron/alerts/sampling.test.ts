import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Container } from '../../shared/contract/containers'
import type { GpuState } from '../../shared/contract/gpus'
import type { GpuUse } from '../../shared/contract/processes'
import type { ReaperState } from '../../shared/contract/reaper'
import { alertKinds } from '../../shared/model/alert-kinds'
import { SettingsSchema } from '../../shared/model/settings'
import { createWatched } from '../watched'
import { createAlerts } from '.'
import type { AlertRoom } from '../services'

type Parts = Parameters<typeof createAlerts>[0]

async function kindsOf(room: AlertRoom): Promise<string[]> {
  for await (const alerts of room.watch(AbortSignal.timeout(5000))) return alerts.map(({ kind }) => kind)
  return []
}

/** The room among watches that a test sets. */
async function opened(now: () => number = Date.now) {
  const stateFolder = await mkdtemp(join(tmpdir(), 'berth-alerts-'))
  const gpus = createWatched<GpuState>({ is: 'looking' })
  const use = createWatched<GpuUse>({ is: 'looking' })
  const reaper = createWatched<ReaperState>({ rules: {}, pending: [], log: [] })
  const containers = createWatched<Container[]>([])
  const settings = SettingsSchema.parse({})
  const refused = () => Promise.reject(new Error('not here'))
  const engine = {
    lost: () => new AbortController().signal,
    onEvent: () => () => undefined,
    containers: { logs: refused, run: refused },
  }
  const room = await createAlerts({
    engine: engine as unknown as Parts['engine'],
    settings: { stateFolder, get: () => settings } as unknown as Parts['settings'],
    containers,
    gpus: { watch: (signal) => gpus.watch(signal), state: gpus.get, history: () => ({}) },
    processes: { watch: (signal) => use.watch(signal), state: use.get },
    reaper,
    log: () => undefined,
    now,
    paces: { look: 5, probe: 60_000 },
  })
  onTestFinished(async () => {
    await room.dispose()
    await rm(stateFolder, { recursive: true })
  })
  return { room, gpus, use, reaper, containers, settings }
}

it('cards are sampled while a container has some and an alert needs them, and not a moment longer', async () => {
  const { room, gpus, use, containers, settings } = await opened()
  const sampled = (by: number) => expect.poll(() => [gpus.followers(), use.followers()]).toEqual([by, by])
  await sampled(0)
  const one = { id: 'c1', name: 'vision', state: 'running', environment: null, gpuRequest: 'all' }
  containers.set([one as unknown as Container])
  await sampled(1)
  settings.alerts.off = [...alertKinds]
  await sampled(0)
  settings.alerts.off = []
  await sampled(1)
  containers.set([])
  await sampled(0)

  // What was sampled an hour ago is no news of today.
  const kernel = { id: 'k1', state: 'idle' as const, lastActivity: 1, notebook: 'a.ipynb' }
  const owner = { is: 'container' as const, containerId: 'c1', name: 'vision', environment: null, kernel }
  const process = {
    ...{ pid: 7, startedAt: 1, command: 'python', user: 'ada', owner },
    holds: [{ uuid: 'GPU-a', mig: null, memoryMiB: 8000 }],
  }
  const live = { is: 'live' as const, driver: '1', cuda: null, simulated: null, cards: [] }
  gpus.set({ ...live, at: Date.now() })
  use.set({ is: 'live', at: Date.now() - 3600_000, processes: [process], mig: [] })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await kindsOf(room)).toEqual([])
  use.set({ is: 'live', at: Date.now(), processes: [process], mig: [] })
  await expect.poll(() => kindsOf(room)).toEqual(['idle-memory'])
})

it('a kernel’s announced end is told in the window even where that is switched off, and not on the desktop', async () => {
  const { room, reaper, settings } = await opened()
  settings.alerts.off = [...alertKinds]
  const noticed: string[] = []
  room.onNotice(({ kind }) => noticed.push(kind))
  const announced = {
    ...{ environmentId: 'visionaa', environment: 'vision', containerId: 'c1', kernelId: 'k1' },
    ...{ notebook: 'a.ipynb', memoryMiB: 8000, shutdownAt: Date.now() + 60_000 },
  }
  reaper.set({ rules: {}, pending: [announced], log: [] })
  await expect.poll(() => kindsOf(room)).toEqual(['reaper'])
  expect(noticed).toEqual([])
})

it.each([
  ['forward', 24 * 3600_000],
  ['back', -24 * 3600_000],
])('a clock that is set %s by a day, or a day asleep, makes no alert', async (_way, jump) => {
  let offset = 0
  const now = () => Date.now() + offset
  const { room, gpus, use, containers } = await opened(now)
  const noticed: string[] = []
  room.onNotice(({ kind }) => noticed.push(kind))
  containers.set([
    { id: 'c1', name: 'vision', state: 'running', environment: null, gpuRequest: 'all' } as never,
  ])
  const kernel = { id: 'k1', state: 'idle' as const, lastActivity: now() - 600_000, notebook: 'a.ipynb' }
  const owner = { is: 'container' as const, containerId: 'c1', name: 'vision', environment: null, kernel }
  const process = {
    ...{ pid: 7, startedAt: 1, command: 'python', user: 'ada', owner },
    holds: [{ uuid: 'GPU-a', mig: null, memoryMiB: 8000 }],
  }
  const sampled = () => {
    gpus.set({ is: 'live', driver: '1', cuda: null, simulated: null, cards: [], at: now() })
    use.set({ is: 'live', at: now(), processes: [process], mig: [] })
  }
  sampled()
  await new Promise((resolve) => setTimeout(resolve, 30))
  offset = jump
  sampled()
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(await kindsOf(room)).toEqual([])
  expect(noticed).toEqual([])
})
