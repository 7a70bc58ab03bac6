// Which cards a choice comes to now, and how the engine is asked for them.
import type { Card } from '../../contract/gpus'
import type { Plan } from '../../contract/launch'
import { refusal, type Refusal } from '../refusal'
import type { GpuChoice } from '../launch-spec'
import type { ContainerSpec, LaunchHost } from './host'
import { claims, leastBusyFirst } from './least-busy'

type Facts = Pick<LaunchHost, 'gpus' | 'heldCards' | 'reservedCards' | 'engine'>
type Requests = ContainerSpec['deviceRequests']

export type ResolvedGpus = {
  gpus: Plan['gpus']
  requests: Requests
  problems: Refusal[]
}

const nothing: ResolvedGpus = { gpus: [], requests: [], problems: [] }

export function resolveGpus(choice: GpuChoice, facts: Facts): ResolvedGpus {
  if (choice.is === 'none') return nothing
  const trouble = hostTrouble(choice, facts)
  if (trouble) return { ...nothing, problems: [trouble] }
  if (facts.gpus.is !== 'known') return { ...nothing, requests: requestsFor(choice, [], facts) }

  const cards = [...facts.gpus.cards].sort((a, b) => a.index - b.index)
  const chosen = choose(choice, cards, facts)
  if (!Array.isArray(chosen)) return { ...nothing, problems: [chosen] }
  return {
    gpus: chosen.map((card) => ({ ...card, ...claims(card.uuid, facts) })),
    requests: requestsFor(
      choice,
      chosen.map(({ uuid }) => uuid),
      facts,
    ),
    problems: [],
  }
}

/** Why no card can be had at all. */
function hostTrouble(choice: GpuChoice, { gpus, engine }: Facts): Refusal | null {
  const actions = ['launch-without-gpu', 'retry'] as const
  if (gpus.is === 'absent' || (gpus.is === 'known' && gpus.cards.length === 0))
    return refusal('GpuNotHere', {
      params: { wanted: wantedCount(choice), found: 0 },
      evidence: gpus.is === 'absent' ? firstLine(gpus.raw) : '',
      raw: gpus.is === 'absent' ? gpus.raw : '',
      actions: ['launch-without-gpu'],
    })
  if (gpus.is === 'failed') {
    const code =
      gpus.reason === 'mismatch'
        ? 'GpuDriverMismatch'
        : gpus.reason === 'lost'
          ? 'GpuGone'
          : 'GpuDriverMissing'
    return refusal(code, { evidence: firstLine(gpus.raw), raw: gpus.raw, actions: [...actions] })
  }
  // Which card is least busy can only be asked on the machine itself.
  if (gpus.is === 'unknown' && choice.is === 'least-busy')
    return refusal('GpuNotHere', { params: { wanted: choice.count, found: 0 }, actions: ['choose-gpus'] })
  if (
    engine.product === 'podman' &&
    gpus.is === 'unknown' &&
    choice.is === 'count' &&
    cdi(engine).length === 0
  )
    return refusal('GpuToolkitMissing', { actions: [...actions] })
  return null
}

type Chosen = { uuid: string; label: string }[]

function choose(choice: Exclude<GpuChoice, { is: 'none' }>, cards: Card[], facts: Facts): Chosen | Refusal {
  const healthy = cards.filter((card) => card.health !== 'lost')
  switch (choice.is) {
    case 'all':
      return healthy.map(labelled)
    case 'count':
      // The engine's own count always means the first n by index.
      return choice.count > cards.length
        ? tooFew(choice.count, cards)
        : cards.slice(0, choice.count).map(labelled)
    case 'least-busy':
      return choice.count > healthy.length
        ? tooFew(choice.count, healthy)
        : leastBusyFirst(healthy, facts)
            .slice(0, choice.count)
            .sort((a, b) => a.index - b.index)
            .map(labelled)
    case 'cards': {
      const unique = [...new Set(choice.uuids)]
      const gone = unique.filter((uuid) => !isHere(uuid, cards))
      if (gone.length > 0)
        return refusal('GpuGone', {
          params: { uuid: gone.join(', '), found: cards.length },
          evidence: gone.join(', '),
          actions: ['choose-gpus', 'launch-without-gpu'],
        })
      return unique.map((uuid) => {
        const card = cards.find((each) => each.uuid === uuid)
        return card ? labelled(card) : { uuid, label: uuid }
      })
    }
  }
}

/** MIG slices are not in the cards' list; a card cut into slices must be there for one to exist. */
function isHere(uuid: string, cards: Card[]): boolean {
  if (uuid.startsWith('MIG-')) return cards.some((card) => card.migEnabled !== false)
  return cards.some((card) => card.uuid === uuid && card.health !== 'lost')
}

function requestsFor(choice: GpuChoice, uuids: string[], facts: Facts): Requests {
  const names = cdi(facts.engine)
  if (names.length > 0 || facts.engine.product === 'podman') {
    const deviceIds = cdiNames(choice, uuids, facts, names)
    return [{ driver: 'cdi', count: 0, deviceIds, capabilities: [] }]
  }
  const request = { driver: '', capabilities: [['gpu']] }
  const some = facts.gpus.is === 'known' && uuids.length < facts.gpus.cards.length
  // "All" with a lost card among them would fail: the healthy ones are named then.
  if (choice.is === 'all' && !some) return [{ ...request, count: -1, deviceIds: [] }]
  if (choice.is === 'count') return [{ ...request, count: choice.count, deviceIds: [] }]
  // Remote engines: the user's own UUIDs, unchecked.
  const deviceIds = choice.is === 'cards' && uuids.length === 0 ? [...new Set(choice.uuids)] : uuids
  return [{ ...request, count: 0, deviceIds }]
}

function cdiNames(choice: GpuChoice, uuids: string[], { gpus }: Facts, known: string[]): string[] {
  const prefix = 'nvidia.com/gpu='
  const whole = gpus.is !== 'known' || uuids.length === gpus.cards.length
  if (choice.is === 'all' && whole && (known.length === 0 || known.includes(`${prefix}all`)))
    return [`${prefix}all`]
  if (uuids.length === 0) {
    if (choice.is === 'cards') return choice.uuids.map((uuid) => prefix + uuid)
    const single = known.filter((name) => /=\d+$/.test(name)).sort()
    return choice.is === 'count' ? single.slice(0, choice.count) : single
  }
  // Toolkits before 1.15 wrote names by index only.
  return uuids.map((uuid) => {
    const index = gpus.is === 'known' ? gpus.cards.find((card) => card.uuid === uuid)?.index : undefined
    const byIndex = `${prefix}${String(index)}`
    return !known.includes(prefix + uuid) && known.includes(byIndex) ? byIndex : prefix + uuid
  })
}

const cdi = (engine: Facts['engine']) =>
  engine.cdiDevices.filter((name) => name.startsWith('nvidia.com/gpu='))
const firstLine = (text: string) => text.trim().split('\n')[0] ?? ''

function labelled(card: Card): { uuid: string; label: string } {
  return { uuid: card.uuid, label: `GPU ${card.index} · ${card.name.replace(/^NVIDIA (GeForce )?/, '')}` }
}

function tooFew(wanted: number, cards: Card[]): Refusal {
  return refusal('GpuNotHere', {
    params: { wanted, found: cards.length },
    evidence: cards.map((card) => labelled(card).label).join('\n'),
    actions: ['choose-gpus', 'launch-without-gpu'],
  })
}

function wantedCount(choice: GpuChoice): number | string {
  if (choice.is === 'count' || choice.is === 'least-busy') return choice.count
  return choice.is === 'cards' ? choice.uuids.length : 'all'
}
