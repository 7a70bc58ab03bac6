// The pre-flight room: what an image would cost and whether it would run, before anything is pulled; and the check of what it
// really does once it is here.
import type { CatalogueEntry } from '../../shared/contract/launch'
import type { ImageCheck } from '../../shared/contract/preflight'
import { resolveGpus } from '../../shared/model/launch'
import { ImageReferenceSchema } from '../../shared/model/names'
import { RefusalError } from '../../shared/model/refusal'
import { joinSignals, type CreateSpec, type Engine } from '../engine'
import { thisOwner } from '../owner'
import type { Registry, RemoteImage } from '../registry'
import type { GpuRoom, PreflightRoom } from '../services'
import { checkImage } from './check'
import { createHeldLayers } from './held-layers'
import { hostFacts } from './host'
import { openKeptChecks } from './kept-checks'
import { judgedByName } from './judged'
import { createLook } from './look'
import { createRecent } from './recent'

/** A tag moves seldom, and a person who looks at three images goes back to the first. */
const recentMilliseconds = 5 * 60_000
const mostRecent = 100

export async function createPreflight(parts: {
  engine: Engine
  registry: Registry
  gpus: Pick<GpuRoom, 'state' | 'sample'>
  /** The catalogue as it stands, the user's own entries among it. */
  entries: () => CatalogueEntry[]
  stateFolder: string
  log: (line: string) => void
  now: () => number
  /** Milliseconds for the registry, and for a check. */
  limits?: { look?: number; check?: number }
}): Promise<PreflightRoom> {
  const { engine, gpus, entries, log, now, limits = {} } = parts
  const gone = new AbortController()
  const owner = await thisOwner()
  const checks = await openKeptChecks(parts.stateFolder, log)
  const recent = createRecent<RemoteImage>({ milliseconds: recentMilliseconds, most: mostRecent, now })
  const under = new Map<string, Promise<ImageCheck>>()
  const host = () => hostFacts({ engine: engine.state(), gpus, now }, gone.signal)
  const look = createLook({
    ...{ engine, registry: parts.registry, entries, recent, host, log },
    heldLayers: createHeldLayers(engine.images),
    limit: limits.look,
    signal: gone.signal,
  })

  /** Refuses with NotFound when it is not here. */
  async function keyOf(reference: string, signal?: AbortSignal) {
    const image = await engine.images.inspect(checked(reference), signal)
    if (image === null)
      throw new RefusalError('NotFound', { params: { name: reference }, evidence: reference })
    return { host: engine.up().hostName, imageId: image.id }
  }

  async function checkNow(reference: string, key: { host: string; imageId: string }, signal: AbortSignal) {
    const requests = await allCards(signal)
    const { imageId } = key
    const limit = limits.check === undefined ? {} : { limit: limits.check }
    const check = await checkImage(engine, { reference, imageId, requests, owner, now, ...limit }, signal)
    checks.put(key, check)
    return check
  }

  async function allCards(signal: AbortSignal): Promise<CreateSpec['deviceRequests']> {
    const up = engine.up()
    const state = up.local ? await gpus.sample(signal) : null
    if (state !== null && state.is !== 'live') return []
    const { requests } = resolveGpus(
      { is: 'all' },
      {
        gpus: state === null ? { is: 'unknown' } : { is: 'known', cards: state.cards },
        heldCards: [],
        reservedCards: [],
        engine: { ...up, socket: '' },
      },
    )
    return requests
  }

  return {
    look: async ({ reference, fresh }) => look(checked(reference), fresh),

    async verdicts(references) {
      const around = { machine: await host(), entries: entries() }
      return Object.fromEntries(
        references.map((reference) => [reference, judgedByName(reference, around).verdict]),
      )
    },

    async check(reference, signal) {
      const key = await keyOf(reference, signal)
      const same = under.get(key.imageId)
      if (same) return same
      const stop = joinSignals([gone.signal, engine.lost(), signal])
      const work = checkNow(reference, key, stop.signal).finally(() => {
        stop.release()
        under.delete(key.imageId)
      })
      under.set(key.imageId, work)
      return work
    },

    async lastCheck(reference) {
      const image = await engine.images.inspect(checked(reference))
      return image === null ? null : checks.find({ host: engine.up().hostName, imageId: image.id })
    },

    async dispose() {
      gone.abort(new RefusalError('Cancelled'))
      await Promise.allSettled(under.values())
      await checks.flush()
    },
  }
}

function checked(reference: string): string {
  if (ImageReferenceSchema.safeParse(reference).success) return reference
  throw new RefusalError('InvalidInput', { params: { what: 'image' }, evidence: reference.slice(0, 100) })
}
