// Alerts: what a person at this workstation should be told without asking. Samples only while something needs watching.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { AlertSchema, type Alert } from '../../shared/contract/alerts'
import type { Container } from '../../shared/contract/containers'
import type { GpuState } from '../../shared/contract/gpus'
import type { GpuUse } from '../../shared/contract/processes'
import { refusalFrom } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import { openKept } from '../kept'
import type { AlertRoom, ContainersRoom, GpuRoom, ProcessRoom, ReaperRoom, SettingsRoom } from '../services'
import { createWatched } from '../watched'
import type { LostCards, OutOfMemory, Sleep } from './facts'
import { alertsOf, nextLedger, type Ledger } from './ledger'
import { watchLogs, withFound } from './out-of-memory'
import { probeCards } from './probe'
import { isNotice } from './quiet'
import { conditionsOf } from './rules'

type AlertParts = {
  engine: Engine
  settings: SettingsRoom
  containers: Pick<ContainersRoom, 'watch'>
  gpus: Pick<GpuRoom, 'watch' | 'state' | 'history'>
  processes: Pick<ProcessRoom, 'watch' | 'state'>
  reaper: Pick<ReaperRoom, 'watch'>
  log: (line: string) => void
  now: () => number
  paces?: Partial<typeof usualPaces>
}

/** Milliseconds. A probe is a program in somebody's container: seldom. */
const usualPaces = { look: 5000, probe: 60_000 }
/** A driver that hangs would leave one more process that hangs in the container with each probe. */
const afterSilence = 30 * 60_000

/** A cold driver takes its time between two samples. */
const staleAfter = 30_000

/** Looks further apart than this: the machine slept, or somebody set its clock. */
const longestGap = 60_000
const mostSleeps = 50

/** What is read from the samples of the cards and of their processes. */
const ofSamples = ['memory-full', 'card-lost', 'throttled', 'idle-memory', 'one-busy-card'] as const

const KeptSchema = z.array(AlertSchema.extend({ waiting: z.boolean(), clearSince: z.number().nullable() }))

export async function createAlerts(parts: AlertParts): Promise<AlertRoom> {
  const { engine, settings, gpus, processes, log, now } = parts
  const paces = { ...usualPaces, ...parts.paces }
  const file = await openKept({
    path: join(settings.stateFolder, 'alerts.json'),
    schema: KeptSchema,
    otherwise: [],
    log,
  })
  let ledger: Ledger = file.get()
  const watched = createWatched<Alert[]>(alertsOf(ledger))
  const listeners = new Set<(alert: Alert) => void>()
  const gone = new AbortController()
  let containers: readonly Container[] = []
  let pending: Parameters<typeof conditionsOf>[0]['pending'] = []
  let outOfMemory: OutOfMemory[] = []
  let lostCards: LostCards[] = []
  let lastLook: number | null = null
  let awakeAt = now()
  let sleeps: readonly Sleep[] = []
  let probedAt = -Infinity
  let probing: Promise<void> | null = null
  /** Containers whose last probe got no answer, and when. */
  const silent = new Map<string, number>()
  let sampling: AbortController | null = null
  let sampled: Promise<unknown> = Promise.resolve()

  const logs = watchLogs({
    engine,
    log,
    now,
    onFound: (found) => {
      const { all, isNews } = withFound(outOfMemory, found)
      outOfMemory = all
      if (isNews) look()
    },
  })

  const wants = (kind: Alert['kind']) => !settings.get().alerts.off.includes(kind)
  /** Running containers that were given cards. */
  const served = () => containers.filter((each) => each.state === 'running' && hasCards(each))

  function noticeSleep(): void {
    const [from, to] = [awakeAt, now()]
    if (to - from > longestGap) sleeps = [...sleeps, { from, to }].slice(-mostSleeps)
    awakeAt = to
  }

  function look(): void {
    noticeSleep()
    const facts = {
      now: now(),
      sleeps,
      gpus: ofNow(gpus.state(), now()),
      history: gpus.history('minutes'),
      use: ofNow(processes.state(), now()),
      containers,
      pending,
      outOfMemory,
      lostCards,
    }
    // The reaper's notice is never left out of the window: a kernel that ends unannounced could not be kept.
    const conditions = conditionsOf(facts).filter(({ kind }) => kind === 'reaper' || wants(kind))
    const { ledger: next, fresh } = nextLedger(ledger, conditions, { now: facts.now, lastLook })
    lastLook = facts.now
    const before = JSON.stringify(alertsOf(ledger))
    ledger = next
    const alerts = alertsOf(next)
    if (JSON.stringify(alerts) !== before) {
      watched.set(alerts)
      file.set([...next])
    }
    for (const alert of fresh)
      if (isNotice(alert.kind, settings.get().alerts, new Date(facts.now)))
        for (const listener of listeners) listener(alert)
  }

  async function probeAll(signal: AbortSignal): Promise<void> {
    probedAt = now()
    const found: LostCards[] = []
    for (const { id } of served()) {
      const silence = now() - (silent.get(id) ?? -Infinity)
      if (silence >= 0 && silence < afterSilence) continue
      const answer = await probeCards(engine, id, signal)
      if (answer.is === 'silent') silent.set(id, now())
      else silent.delete(id)
      if (answer.is === 'lost') found.push({ containerId: id, evidence: answer.evidence })
    }
    lostCards = found
  }

  function probeSoon(): void {
    if (!wants('container-lost-gpu') || probing !== null || gone.signal.aborted) return
    const signal = AbortSignal.any([gone.signal, engine.lost()])
    probing = probeAll(signal)
      .then(look)
      .catch((error: unknown) => log(`alerts: probe: ${refusalFrom(error).evidence}`))
      .finally(() => {
        probing = null
      })
  }

  /** Cards are sampled while a container uses some and an alert needs them: else, only while a window shows them anyway. */
  function sample(): void {
    const needed = served().length > 0 && ofSamples.some(wants)
    if (needed === (sampling !== null)) return
    sampling?.abort()
    sampling = null
    if (!needed || gone.signal.aborted) return
    const stop = new AbortController()
    sampling = stop
    const watches = [gpus.watch(stop.signal), processes.watch(stop.signal)]
    sampled = Promise.all([sampled, ...watches.map(drain)])
  }

  const rounds: Promise<void>[] = []
  const follow = async <T>(watch: AsyncIterable<T>, take: (value: T) => void) => {
    for await (const value of watch) take(value)
  }
  rounds.push(
    follow(parts.containers.watch(gone.signal), (list) => {
      const before = served().map(({ id }) => id)
      containers = list
      const ids = served().map(({ id }) => id)
      logs.follow(wants('cuda-out-of-memory') ? ids : [])
      lostCards = lostCards.filter(({ containerId }) => ids.includes(containerId))
      for (const id of silent.keys()) if (!ids.includes(id)) silent.delete(id)
      sample()
      if (ids.some((id) => !before.includes(id))) probeSoon()
    }),
    follow(parts.reaper.watch(gone.signal), (state) => {
      pending = state.pending
      look()
    }),
    (async () => {
      for (;;) {
        await pause(paces.look, undefined, { signal: gone.signal }).catch(() => undefined)
        if (gone.signal.aborted) return
        noticeSleep()
        if (served().length > 0 && Math.abs(now() - probedAt) >= paces.probe) probeSoon()
        logs.follow(wants('cuda-out-of-memory') ? served().map(({ id }) => id) : [])
        // The settings may have changed.
        sample()
        if (ledger.length > 0 || gpus.state().is === 'live') look()
      }
    })(),
  )
  const unsubscribe = engine.onEvent(({ type, action }) => {
    // A daemon that was reloaded or started again: just now containers may have lost their cards.
    if (type === 'daemon' && (action === 'reload' || action === 'up')) probeSoon()
  })

  const dismissed = (which: (alert: Alert) => boolean) => {
    ledger = ledger.map((entry) => (which(entry) ? { ...entry, dismissed: true } : entry))
    watched.set(alertsOf(ledger))
    file.set([...ledger])
  }
  return {
    watch: (signal) => watched.watch(signal),
    dismiss: (id) => dismissed((alert) => alert.id === id),
    dismissAll: () => dismissed(() => true),
    onNotice(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async dispose() {
      unsubscribe()
      gone.abort()
      sampling?.abort()
      await logs.dispose()
      await probing
      await Promise.all([...rounds, sampled])
      await file.flush()
    },
  }
}

/** What was sampled last stays when nobody samples any more: of the present it says nothing. */
function ofNow<T extends GpuState | GpuUse>(state: T, now: number): T | { is: 'looking' } {
  return state.is === 'live' && Math.abs(now - state.at) > staleAfter ? { is: 'looking' } : state
}

async function drain(watch: AsyncIterable<unknown>): Promise<void> {
  const each = watch[Symbol.asyncIterator]()
  while ((await each.next()).done !== true);
}

function hasCards({ environment, gpuRequest }: Container): boolean {
  if (environment) return environment.gpuUuids.length > 0
  return gpuRequest !== null && gpuRequest !== 'none'
}
