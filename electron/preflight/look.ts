// One look at an image: the engine's own copy where there is one, else its registry, else what the catalogue knows of it.
import type { CatalogueEntry } from '../../shared/contract/launch'
import type { Preflight } from '../../shared/contract/preflight'
import type { CompatHost, ImageFacts, Verdict } from '../../shared/model/compatibility/types'
import { RefusalError } from '../../shared/model/refusal'
import type { Engine, EngineInfo, ImageDetails } from '../engine'
import { noRules, type Registry, type RemoteImage } from '../registry'
import { freeBytes } from './disk'
import type { HeldLayers } from './held-layers'
import type { Recent } from './recent'
import { pullSize } from './size'

/** The pure rules of shared/model/compatibility. */
export type Compatibility = {
  readImage(read: {
    reference: string
    env: readonly string[]
    labels: Readonly<Record<string, string>>
    architectures: readonly string[]
    catalogue: CatalogueEntry | null
  }): ImageFacts
  judge(image: ImageFacts, host: CompatHost): Verdict
  nearest(image: ImageFacts, host: CompatHost, entries: readonly CatalogueEntry[]): Preflight['nearest']
  /** Do two references mean the same image? */
  same(one: string, other: string): boolean
}

type Parts = {
  engine: Engine
  registry: Registry
  entries: () => CatalogueEntry[]
  compatibility: Compatibility
  recent: Recent<RemoteImage>
  heldLayers: HeldLayers
  host: () => Promise<CompatHost>
  limit: number | undefined
  log: (line: string) => void
  signal: AbortSignal
}

export function createLook(parts: Parts) {
  const { engine, registry, entries, compatibility, recent, heldLayers, host, log, signal } = parts

  function judged(
    image: Parameters<Compatibility['readImage']>[0],
    machine: CompatHost,
    all: CatalogueEntry[],
  ) {
    const facts = compatibility.readImage(image)
    const verdict = compatibility.judge(facts, machine)
    const bad = verdict.is === 'will-not-run'
    return { facts, verdict, nearest: bad ? compatibility.nearest(facts, machine, all) : [] }
  }
  const entryOf = (reference: string, all: CatalogueEntry[]) =>
    all.find(({ image }) => compatibility.same(image, reference)) ?? null

  function byCatalogue(reference: string, machine: CompatHost, all: CatalogueEntry[]) {
    const entry = entryOf(reference, all)
    return judged({ reference, env: [], labels: {}, architectures: [], catalogue: entry }, machine, all)
  }

  /** null where the engine cannot be asked: then nothing of it counts. */
  async function info(): Promise<EngineInfo | null> {
    const state = engine.state()
    return state.is === 'up' ? engine.info(signal) : null
  }

  async function ofEngine(image: ImageDetails): Promise<Preflight['size']> {
    const free = await freeBytes(engine.up(), await engine.info(signal))
    // What it was when it was packed, nobody knows any more.
    const packed = { totalBytes: 0, downloadBytes: 0 }
    return { layers: image.diffIds.length, ...packed, unpackedBytes: image.sizeBytes, freeAfterBytes: free }
  }

  async function ofRegistry({ layers, config, forThisMachine }: RemoteImage): Promise<Preflight['size']> {
    if (!forThisMachine) return null
    const state = engine.state()
    const configuration = await info()
    const held = {
      images: configuration ? await heldLayers(signal) : [],
      store: configuration?.store ?? 'chain',
    }
    const free = configuration && state.is === 'up' ? await freeBytes(state, configuration) : null
    return pullSize({ layers, diffIds: config.diffIds }, held, free)
  }

  async function remote(reference: string, architecture: string, fresh: boolean): Promise<RemoteImage> {
    const state = engine.state()
    const local = state.is === 'up' && state.local
    const rules = local ? await engine.info(signal) : noRules
    const limit = parts.limit === undefined ? {} : { limit: parts.limit }
    return recent.get(`${architecture} ${reference}`, fresh, () =>
      registry.look({ reference, architecture, rules, signal, ...limit }),
    )
  }

  async function look(reference: string, fresh: boolean): Promise<Preflight> {
    const started = performance.now()
    const here = engine.state().is === 'up' ? await engine.images.inspect(reference, signal) : null
    const machine = await host()
    const all = entries()
    const entry = entryOf(reference, all)
    const since = () => Math.round(performance.now() - started)
    const nothingRead = { digest: null, readBytes: 0 }
    if (here !== null) {
      const { env, labels, architecture } = here
      const told = judged(
        { reference, env, labels, architectures: [architecture], catalogue: entry },
        machine,
        all,
      )
      const size = await ofEngine(here)
      return { ...nothingRead, reference, from: 'engine', ...told, size, milliseconds: since() }
    }
    try {
      const found = await remote(reference, machine.architecture, fresh)
      const { config, architectures, readBytes, milliseconds } = found
      const read = { reference, env: config.env, labels: config.labels, architectures, catalogue: entry }
      const digest = found.forThisMachine ? found.digest : null
      const told = { ...judged(read, machine, all), size: await ofRegistry(found) }
      return { reference, from: 'registry', digest, ...told, readBytes, milliseconds }
    } catch (error) {
      if (!isAway(error) || entry === null) throw error
      log(`preflight: ${reference} by the catalogue: ${error.refusal.evidence}`)
      const told = byCatalogue(reference, machine, all)
      return { ...nothingRead, reference, from: 'catalogue', ...told, size: null, milliseconds: since() }
    }
  }

  return Object.assign(look, { byCatalogue })
}

/** The registry says nothing now; what the catalogue knows is better than that. */
function isAway(error: unknown): error is RefusalError {
  return (
    error instanceof RefusalError && ['RegistryUnreachable', 'RegistryRateLimit'].includes(error.refusal.code)
  )
}
