// The containers room: every container on the engine, kept fresh by its events, and what may be done with it.
import type { Container } from '../../shared/contract/containers'
import { RefusalError } from '../../shared/model/refusal'
import type { ContainerSummary, Engine, EngineEvent } from '../engine'
import type { ContainersRoom, StreamRegistry } from '../services'
import { createWatched } from '../watched'
import { createGpuRequests } from './gpu-requests'
import { createLogs } from './logs'
import { containerFrom, detailsFrom, lossesFrom } from './read'
import { createRefresher } from './refresher'
import { createUsages } from './usages'

type Options = { engine: Engine; streams: StreamRegistry; log: (line: string) => void }

/** Events of a container after which the list reads differently. */
const telling = new Set([
  ...['create', 'start', 'die', 'stop', 'restart', 'pause', 'unpause'],
  ...['rename', 'update', 'destroy', 'prune', 'health_status', 'oom'],
])

export function createContainers({ engine, streams, log }: Options): ContainersRoom {
  const ended = new AbortController()
  let summaries: ContainerSummary[] = []
  /** Changes heard of (being not yet read counts as one), and how many of them the list shows. */
  const heard = { changes: 1, shown: 0 }
  let watching = 0
  const list = createWatched<Container[]>([])

  const show = () => list.set(summaries.map((one) => containerFrom(one, gpus.of(one.id))))
  const shower = createRefresher(
    () => Promise.resolve(show()),
    () => undefined,
  )
  const gpus = createGpuRequests(engine, shower.soon, log)

  const refresher = createRefresher(
    async () => {
      const { changes } = heard
      summaries = await engine.containers.list(ended.signal)
      heard.shown = changes
      show()
      const ids = summaries.map(({ id }) => id)
      void gpus.lookUp(ids, ended.signal)
    },
    (error) => {
      // The engine's state says it louder, and being up again reads everything anew.
      if (!(error instanceof RefusalError)) log(`containers: ${String(error)}`)
    },
  )

  const stopListening = engine.onEvent((event) => {
    if (!changesList(event)) return
    heard.changes += 1
    if (watching > 0) refresher.soon()
  })

  /** Reads until no change came meanwhile; in a storm the third reading is fresh enough, and more follow. */
  async function catchUp(): Promise<void> {
    for (let round = 0; round < 3 && heard.shown !== heard.changes; round += 1) await refresher.now()
  }

  async function* watch(signal: AbortSignal): AsyncGenerator<Container[]> {
    watching += 1
    // Whoever looks first after a while reads: of what happened a moment ago the event may still be on its way.
    if (watching === 1) heard.changes += 1
    try {
      // With no engine the screen shows what was last known; the engine's own state says that it is down.
      await catchUp().catch((error: unknown) => rethrowUnlessDown(error))
      yield* list.watch(signal)
    } finally {
      watching -= 1
      if (watching === 0) refresher.rest()
    }
  }

  const nameOf = (id: string) =>
    summaries.find((one) => one.id === id || one.name === id)?.name ?? id.slice(0, 12)
  const usages = createUsages({ engine, containers: watch, log })
  const logs = createLogs({ engine, streams, nameOf })

  return {
    list() {
      if (heard.shown !== heard.changes && engine.state().is === 'up') refresher.soon()
      return list.get()
    },
    watch,
    usage: usages.watch,
    start: (id) => engine.containers.start(id),
    stop: (id) => engine.containers.stop(id),
    restart: (id) => engine.containers.restart(id),
    details: async (id) => detailsFrom(await engine.containers.inspect(id)),
    losses: async (id) => lossesFrom(await engine.containers.inspect(id, { size: true })),
    async remove(id, withVolumes) {
      // Killing it outright would cut off whatever it is writing into the user's folder.
      const { running } = await engine.containers.inspect(id)
      if (running) await engine.containers.stop(id).catch(rethrowUnlessPaused)
      await engine.containers.remove(id, { volumes: withVolumes })
    },
    openLogs: logs.openLogs,
    logFile: logs.logFile,
    dispose() {
      stopListening()
      refresher.stop()
      shower.stop()
      usages.stop()
      logs.closeAll()
      ended.abort()
      return Promise.resolve()
    },
  }
}

function changesList({ type, action }: EngineEvent): boolean {
  return type === 'container' ? telling.has(action) : type === 'daemon' && action === 'up'
}

function rethrowUnlessDown(error: unknown): void {
  if (!(error instanceof RefusalError) || error.refusal.code === 'Unforeseen') throw error
}

/** Engines before 25 do not stop a paused container; it writes nothing, so removing it by force cuts nothing off. */
function rethrowUnlessPaused(error: unknown): void {
  if (!(error instanceof RefusalError) || error.refusal.code !== 'Conflict') throw error
}
