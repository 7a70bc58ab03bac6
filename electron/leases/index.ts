// Leases: cards that an environment reserves until a time, told to every Berth on the engine by the labels of a volume.
import type { Lease } from '../../shared/contract/leases'
import { labels } from '../../shared/model/labels'
import { RefusalError, refusalFrom } from '../../shared/model/refusal'
import type { ContainerSummary, Engine } from '../engine'
import type { LeaseRoom } from '../services'
import { createWatched } from '../watched'
import { leaseVolume, longestMilliseconds, readLeases, writtenAt } from './read'

type LeaseParts = {
  engine: Engine
  /** `user@host` of this Berth. */
  holder: string
  log: (line: string) => void
  now: () => number
}

/** A timer cannot be longer; a lease can. */
const longestTimer = 2 ** 31 - 1

export function createLeases({ engine, holder, log, now }: LeaseParts): LeaseRoom {
  const watched = createWatched<Lease[]>([], (followers) => {
    if (followers > 0) refresh()
    else clearTimeout(soonest)
  })
  let soonest: NodeJS.Timeout | undefined

  async function look(signal: AbortSignal = engine.lost()): Promise<Lease[]> {
    // In this order: a lease is younger than its container, so none is read whose container the list does not know yet.
    const volumes = await engine.volumes.labelled(labels.lease, signal)
    const containers = await engine.containers.list(signal)
    const environments = new Set(containers.map((each) => each.labels[labels.environment] ?? ''))
    const { leases, over } = readLeases({ volumes, environments, holder, now: now() })
    // Another Berth may be quicker; a volume in use by somebody is not ours to force.
    await Promise.allSettled(over.map((name) => engine.volumes.remove(name, signal)))
    return leases
  }

  async function publish(): Promise<void> {
    const leases = await look()
    watched.set(leases)
    clearTimeout(soonest)
    const [first] = leases
    if (first && watched.followers() > 0)
      soonest = setTimeout(refresh, Math.min(longestTimer, Math.max(1000, first.until - now())))
  }

  function refresh(): void {
    if (engine.state().is !== 'up') return
    publish().catch((error: unknown) => log(`leases: ${refusalFrom(error).evidence}`))
  }

  const unsubscribe = engine.onEvent(({ type, action }) => {
    if (watched.followers() === 0) return
    if (type === 'volume' || type === 'daemon' || (type === 'container' && action === 'destroy')) refresh()
  })

  return {
    watch: (signal) => watched.watch(signal),
    list: look,

    async reserve(environmentId, until) {
      if (until <= now() || until > now() + longestMilliseconds)
        throw new RefusalError('InvalidInput', {
          params: { field: 'until' },
          evidence: new Date(until).toISOString(),
        })
      const signal = engine.lost()
      const [containers, leases] = await Promise.all([engine.containers.list(signal), look(signal)])
      const container = containers.find((each) => each.labels[labels.environment] === environmentId)
      if (container === undefined) throw new RefusalError('NotFound', { params: { id: environmentId } })
      const uuids = cardsOf(container)
      if (uuids.length === 0)
        throw new RefusalError('GpuNotHere', { params: { wanted: 1, found: 0 }, evidence: container.name })
      const taken = leases.find(
        (lease) => lease.environmentId !== environmentId && lease.uuids.some((uuid) => uuids.includes(uuid)),
      )
      if (taken) throw reserved(taken)
      const environment = container.labels[labels.name] ?? container.name
      const lease = { environmentId, environment, holder, uuids, until }
      const former = leases.find((each) => each.environmentId === environmentId)
      // Written last, also by a clock that is behind the one that wrote the former.
      const volume = leaseVolume(lease, Math.max(now(), former ? writtenAt(former.id) + 1 : 0))
      await engine.volumes.create(volume.name, volume.labels, signal)
      await publish()
      return { ...lease, id: volume.name, mine: true }
    },

    async release(id) {
      const lease = (await look()).find((each) => each.id === id)
      // Somebody else released it, or it ran out: what was wished for is so.
      if (lease === undefined) return
      await engine.volumes.remove(lease.id, engine.lost())
      await publish()
    },

    dispose() {
      unsubscribe()
      clearTimeout(soonest)
      return Promise.resolve()
    },
  }
}

function cardsOf(container: ContainerSummary): string[] {
  return (container.labels[labels.gpuUuids] ?? '').split(',').filter(Boolean)
}

function reserved({ environment, holder, until, uuids }: Lease): RefusalError {
  return new RefusalError('CardsReserved', {
    params: {
      holder: `${holder} (${environment})`,
      until: new Date(until).toISOString(),
      cards: uuids.join(', '),
    },
    evidence: `${uuids.join(', ')} until ${new Date(until).toISOString()}`,
    actions: ['choose-gpus'],
  })
}
