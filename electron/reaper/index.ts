// The idle reaper: where a person asked for it, shuts idle kernels that hold GPU memory down through Jupyter, with notice.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Kernel } from '../../shared/contract/kernels'
import {
  ReaperRuleSchema,
  ReaperStateSchema,
  type ReaperRule,
  type ReaperState,
} from '../../shared/contract/reaper'
import { refusalFrom } from '../../shared/model/refusal'
import { openKept } from '../kept'
import type { GpuRoom, KernelRoom, ProcessRoom, ReaperRoom } from '../services'
import { createWatched } from '../watched'
import { decide, forgotten, kept as keptAlive, type Memory, type Verdict } from './decide'

const usualRoundMilliseconds = 15_000
const longestLog = 200
const mostRules = 500

const KeptSchema = z.object({
  rules: z.record(z.string(), ReaperRuleSchema),
  log: ReaperStateSchema.shape.log,
})

type ReaperParts = {
  kernels: Pick<KernelRoom, 'list' | 'shutdown'>
  processes: Pick<ProcessRoom, 'watch' | 'state'>
  gpus: Pick<GpuRoom, 'watch' | 'state'>
  stateFolder: string
  log: (line: string) => void
  now: () => number
  roundMilliseconds?: number
}

export async function createReaper(parts: ReaperParts): Promise<ReaperRoom> {
  const { kernels, processes, gpus, log, now } = parts
  const file = await openKept({
    path: join(parts.stateFolder, 'reaper.json'),
    schema: KeptSchema,
    otherwise: { rules: {}, log: [] },
    log,
  })
  const watched = createWatched<ReaperState>({ ...file.get(), pending: [] })
  const gone = new AbortController()
  let memory: Memory = new Map()
  let running: { stop: AbortController; done: Promise<unknown> } | null = null
  let ended: Promise<unknown> = Promise.resolve()

  const publish = (change: Partial<ReaperState>) => {
    const state = { ...watched.get(), ...change }
    watched.set(state)
    file.set({ rules: state.rules, log: state.log })
  }
  const note = (
    kernel: Pick<Kernel, 'notebook'> & { environment: string },
    memoryMiB: number,
    outcome: ReaperState['log'][number]['outcome'],
    detail = '',
  ) => {
    const entry = {
      at: now(),
      environment: kernel.environment,
      notebook: kernel.notebook,
      memoryMiB,
      outcome,
      detail,
    }
    publish({ log: [entry, ...watched.get().log].slice(0, longestLog) })
  }

  const isDue = ({ id, environment }: Kernel): boolean =>
    (memory.get(id)?.shutdownAt ?? null) !== null && watched.get().rules[environment.id]?.on === true

  async function carryOut(verdict: Verdict): Promise<void> {
    const { kernel, memoryMiB } = verdict
    const about = { notebook: kernel.notebook, environment: kernel.environment.name }
    if (verdict.is === 'announce') return note(about, memoryMiB, 'announced')
    if (verdict.is === 'became-busy') return note(about, memoryMiB, 'became-busy')
    // While another was shut down a person may have kept this one, or turned the rule off.
    if (!isDue(kernel)) return
    try {
      // Asked again at the last moment: a kernel that computes now is refused, never ended.
      await kernels.shutdown({ containerId: kernel.containerId, kernelId: kernel.id, evenBusy: false })
      memory = forgotten(memory, [kernel.id])
      publish({ pending: watched.get().pending.filter(({ kernelId }) => kernelId !== kernel.id) })
      note(about, memoryMiB, 'shut-down')
    } catch (error) {
      const { code, evidence } = refusalFrom(error)
      if (code === 'KernelBusy') note(about, memoryMiB, 'became-busy')
      else note(about, memoryMiB, 'failed', `${code}: ${evidence}`)
      memory = keptAlive(memory, kernel.id, now())
    }
  }

  async function round(): Promise<void> {
    const said = await kernels.list()
    const use = processes.state()
    const state = gpus.state()
    // Without figures nothing is known, and nothing is ended.
    if (use.is !== 'live' || state.is !== 'live') return
    const all = said.flatMap((server) => server.kernels ?? [])
    const decided = decide(
      {
        now: now(),
        rules: watched.get().rules,
        kernels: all,
        processes: use.processes,
        cards: new Map(state.cards.map((card) => [card.uuid, card.utilisationPercent])),
      },
      memory,
    )
    memory = decided.memory
    for (const verdict of decided.verdicts) await carryOut(verdict)
    publish({ pending: pendingOf(all, memory) })
  }

  function follow(): void {
    const wanted = Object.values(watched.get().rules).some(({ on }) => on)
    if (!wanted) {
      running?.stop.abort()
      running = null
      memory = new Map()
      if (watched.get().pending.length > 0) publish({ pending: [] })
      return
    }
    if (running !== null || gone.signal.aborted) return
    const stop = new AbortController()
    const { signal } = stop
    const sampling = [gpus.watch(signal), processes.watch(signal)].map(async (watch) => {
      // Kept live for as long as somebody's rule needs the figures.
      for await (const _ of watch) if (signal.aborted) return
    })
    const loop = (async () => {
      for (;;) {
        await pause(parts.roundMilliseconds ?? usualRoundMilliseconds, undefined, { signal }).catch(
          () => undefined,
        )
        if (signal.aborted) return
        await round().catch((error: unknown) => log(`reaper: ${refusalFrom(error).evidence}`))
      }
    })()
    running = { stop, done: Promise.all([...sampling, loop]) }
    ended = Promise.all([ended, running.done])
  }
  follow()

  return {
    watch: (signal) => watched.watch(signal),
    setRule(environmentId, rule: ReaperRule) {
      const others = Object.entries(watched.get().rules).filter(([id]) => id !== environmentId)
      const pending = watched.get().pending.filter((each) => each.environmentId !== environmentId)
      const announced = watched.get().pending.filter((each) => !pending.includes(each))
      // What was announced by the rule before is not done by another one: it is announced again when that one says so.
      memory = forgotten(
        memory,
        announced.map(({ kernelId }) => kernelId),
      )
      publish({
        rules: Object.fromEntries([...others.slice(-mostRules + 1), [environmentId, rule]]),
        pending,
      })
      follow()
    },
    keep(kernelId) {
      const pending = watched.get().pending.find((each) => each.kernelId === kernelId)
      if (pending === undefined) return
      memory = keptAlive(memory, kernelId, now())
      note({ notebook: pending.notebook, environment: pending.environment }, pending.memoryMiB, 'kept')
      publish({ pending: watched.get().pending.filter((each) => each.kernelId !== kernelId) })
    },
    async dispose() {
      gone.abort()
      running?.stop.abort()
      await ended
      await file.flush()
    },
  }
}

function pendingOf(kernels: readonly Kernel[], memory: Memory): ReaperState['pending'] {
  return kernels
    .flatMap((kernel) => {
      const shutdownAt = memory.get(kernel.id)?.shutdownAt ?? null
      if (shutdownAt === null) return []
      return [
        {
          environmentId: kernel.environment.id,
          environment: kernel.environment.name,
          containerId: kernel.containerId,
          kernelId: kernel.id,
          notebook: kernel.notebook,
          memoryMiB: kernel.gpuMemoryMiB ?? 0,
          shutdownAt,
        },
      ]
    })
    .sort((a, b) => a.shutdownAt - b.shutdownAt)
}
