// One look at an image: the engine's own copy where there is one, else its registry, else what the catalogue knows of it.
import type { CatalogueEntry } from '../../shared/contract/launch'
import type { Preflight } from '../../shared/contract/preflight'
import type { CompatHost } from '../../shared/model/compatibility'
import { RefusalError } from '../../shared/model/refusal'
import type { Engine, ImageDetails } from '../engine'
import { noRules, type Registry, type RemoteImage } from '../registry'
import { freeBytes } from './disk'
import type { HeldLayers } from './held-layers'
import { entryOf, judged, judgedByName, type Around } from './judged'
import type { Recent } from './recent'
import { pullSize } from './size'

type Size = Preflight['size']
export type Look = (reference: string, fresh: boolean) => Promise<Preflight>

export function createLook(parts: {
  engine: Engine
  registry: Registry
  entries: () => CatalogueEntry[]
  /** What the registry said of a reference, by architecture and reference; sizes and verdicts are worked out afresh. */
  recent: Recent<RemoteImage>
  heldLayers: HeldLayers
  host: () => Promise<CompatHost>
  limit: number | undefined
  log: (line: string) => void
  signal: AbortSignal
}): Look {
  const { engine, registry, entries, recent, heldLayers, host, limit, log, signal } = parts

  async function sizeHere(image: ImageDetails): Promise<Size> {
    const free = await freeBytes(engine.up(), await engine.info(signal))
    // What it was when it was packed, nobody knows any more.
    const packed = { totalBytes: 0, downloadBytes: 0 }
    return { layers: image.diffIds.length, ...packed, unpackedBytes: image.sizeBytes, freeAfterBytes: free }
  }

  async function sizeOfPull({ layers, config, forThisMachine }: RemoteImage): Promise<Size> {
    // An engine refuses to pull what is built for other machines alone.
    if (!forThisMachine) return null
    const state = engine.state()
    const remote = { layers, diffIds: config.diffIds }
    if (state.is !== 'up') return pullSize(remote, { images: [], store: 'chain' }, null)
    const info = await engine.info(signal)
    const [images, free] = await Promise.all([heldLayers(signal), freeBytes(state, info)])
    return pullSize(remote, { images, store: info.store }, free)
  }

  async function remote(reference: string, architecture: string, fresh: boolean): Promise<RemoteImage> {
    const state = engine.state()
    return recent.get(`${architecture} ${reference}`, fresh, async () => {
      // The rules of an engine elsewhere are for its own network.
      const rules = state.is === 'up' && state.local ? await engine.info(signal) : noRules
      return registry.look({
        reference,
        architecture,
        rules,
        signal,
        ...(limit === undefined ? {} : { limit }),
      })
    })
  }

  async function fromRegistry(reference: string, fresh: boolean, around: Around): Promise<Preflight> {
    const found = await remote(reference, around.machine.architecture, fresh)
    const { config, architectures, readBytes, milliseconds } = found
    const told = judged({ reference, env: config.env, labels: config.labels, architectures }, around)
    const digest = found.forThisMachine ? found.digest : null
    return {
      reference,
      from: 'registry',
      digest,
      ...told,
      size: await sizeOfPull(found),
      readBytes,
      milliseconds,
    }
  }

  return async (reference, fresh) => {
    const started = performance.now()
    const [here, machine] = await Promise.all([
      engine.state().is === 'up' ? engine.images.inspect(reference, signal) : null,
      host(),
    ])
    const around = { machine, entries: entries() }
    const unread = () => ({
      ...{ reference, digest: null, readBytes: 0 },
      milliseconds: Math.round(performance.now() - started),
    })
    if (here !== null) {
      const { env, labels, architecture } = here
      const told = judged({ reference, env, labels, architectures: [architecture] }, around)
      return { ...told, from: 'engine', size: await sizeHere(here), ...unread() }
    }
    try {
      return await fromRegistry(reference, fresh, around)
    } catch (error) {
      if (!isAway(error) || entryOf(reference, around.entries) === null) throw error
      log(`preflight: ${reference} by the catalogue: ${error.refusal.evidence}`)
      return { ...judgedByName(reference, around), from: 'catalogue', size: null, ...unread() }
    }
  }
}

/** The registry says nothing now; what the catalogue knows is better than that. */
function isAway(error: unknown): error is RefusalError {
  return (
    error instanceof RefusalError && ['RegistryUnreachable', 'RegistryRateLimit'].includes(error.refusal.code)
  )
}
