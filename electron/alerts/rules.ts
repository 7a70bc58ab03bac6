// The rules: which conditions hold now, from the facts alone. One function a rule; thresholds stand beside their reason.
import type { Alert } from '../../shared/contract/alerts'
import type { Container } from '../../shared/contract/containers'
import type { Card } from '../../shared/contract/gpus'
import type { AlertFacts, Sleep } from './facts'

/** A condition that holds; who it is about makes its id. */
export type Condition = Pick<
  Alert,
  'id' | 'kind' | 'cardUuid' | 'containerId' | 'kernelId' | 'params' | 'evidence'
>

type Rule = (facts: AlertFacts) => Condition[]

export function conditionsOf(facts: AlertFacts): Condition[] {
  return rules.flatMap((rule) => rule(facts))
}

const about = (
  kind: Alert['kind'],
  subject: string,
  change: Partial<Omit<Condition, 'id' | 'kind'>>,
): Condition => ({
  id: `${kind}/${subject}`,
  kind,
  cardUuid: null,
  containerId: null,
  kernelId: null,
  params: {},
  evidence: '',
  ...change,
})

const cardsOf = ({ gpus }: AlertFacts): readonly Card[] => (gpus.is === 'live' ? gpus.cards : [])

/** Above this an allocation of ordinary size fails. */
const fullShare = 0.95
const memoryFull: Rule = (facts) =>
  cardsOf(facts).flatMap((card) => {
    const { memoryUsedMiB: used, memoryTotalMiB: total } = card
    if (used === null || total === null || total <= 0 || used / total <= fullShare) return []
    const percent = Math.floor((used / total) * 100)
    return [about('memory-full', card.uuid, { cardUuid: card.uuid, params: { card: card.index, percent } })]
  })

const cardLost: Rule = (facts) =>
  cardsOf(facts).flatMap((card) =>
    card.health === 'lost' || card.health === 'needs-reset'
      ? [
          about('card-lost', card.uuid, {
            cardUuid: card.uuid,
            params: { card: card.index, name: card.name, health: card.health },
          }),
        ]
      : [],
  )

/** Under full load the power limit holds every card back: that is how it is built, and no news. */
const throttled: Rule = (facts) =>
  cardsOf(facts).flatMap((card) => {
    const reasons = (card.throttling ?? []).filter((reason) => reason !== 'power-limit')
    if (reasons.length === 0) return []
    const params = {
      card: card.index,
      reasons: reasons.join(' '),
      ...(card.temperatureCelsius === null ? {} : { celsius: card.temperatureCelsius }),
    }
    return [about('throttled', card.uuid, { cardUuid: card.uuid, params })]
  })

const hour = 3600_000
const idleFrom = hour
/** Less is not worth a word: a CUDA context alone takes some hundred MiB. */
const worthMiB = 1024
/** Nobody could use a kernel while the machine slept: that is not idleness. */
const awakeSince = (since: number, { now, sleeps }: { now: number; sleeps: readonly Sleep[] }): number =>
  sleeps.reduce((sum, { from, to }) => sum - Math.max(0, to - Math.max(from, since)), now - since)
const idleMemory: Rule = ({ use, now, sleeps }) =>
  use.is !== 'live'
    ? []
    : use.processes.flatMap((process) => {
        const { owner } = process
        if (owner.is !== 'container' || owner.kernel === null || owner.kernel.state !== 'idle') return []
        const memoryMiB = process.holds.reduce((sum, { memoryMiB }) => sum + (memoryMiB ?? 0), 0)
        const { lastActivity } = owner.kernel
        const idle = lastActivity === null ? 0 : awakeSince(lastActivity, { now, sleeps })
        if (memoryMiB < worthMiB || idle < idleFrom) return []
        return [
          about('idle-memory', owner.kernel.id, {
            containerId: owner.containerId,
            kernelId: owner.kernel.id,
            params: {
              name: owner.environment?.name ?? owner.name,
              notebook: owner.kernel.notebook ?? '',
              memoryMiB,
              hours: Math.floor(idle / hour),
            },
          }),
        ]
      })

const lookBack = 5 * 60_000
const leastPoints = 60
const busyPercent = 50
const idlePercent = 5
/** A program that was given several cards and uses one: most often it was never told to use the others. */
const oneBusyCard: Rule = (facts) =>
  facts.containers.flatMap((container) => {
    const given = givenCards(container, facts)
    if (container.state !== 'running' || given.length < 2) return []
    const means = given.map((card) => meanUtilisation(card.uuid, facts))
    const busy = means.flatMap((mean, index) => (mean !== null && mean >= busyPercent ? [index] : []))
    const idle = means.filter((mean) => mean !== null && mean <= idlePercent)
    const [only] = busy
    if (busy.length !== 1 || only === undefined || idle.length !== given.length - 1) return []
    const card = given[only]
    if (card === undefined || !holds(container.id, card.uuid, facts)) return []
    return [
      about('one-busy-card', container.id, {
        containerId: container.id,
        cardUuid: card.uuid,
        params: { name: nameOf(container), card: card.index, cards: given.length },
      }),
    ]
  })

function givenCards({ environment }: Container, facts: AlertFacts): Card[] {
  const uuids = environment?.gpuUuids ?? []
  return cardsOf(facts).filter(({ uuid }) => uuids.includes(uuid))
}

/** Of the last five minutes; null until a minute of them has been seen. */
function meanUtilisation(uuid: string, { history, now }: AlertFacts): number | null {
  const columns = history[uuid]
  if (columns === undefined) return null
  const recent = columns.utilisationPercent.filter(
    (value, index): value is number => value !== null && (columns.at[index] ?? 0) >= now - lookBack,
  )
  return recent.length < leastPoints ? null : recent.reduce((sum, value) => sum + value, 0) / recent.length
}

/** The card may compute for another container that was given it too. */
function holds(containerId: string, uuid: string, { use }: AlertFacts): boolean {
  return (
    use.is === 'live' &&
    use.processes.some(
      ({ owner, holds }) =>
        owner.is === 'container' &&
        owner.containerId === containerId &&
        holds.some((held) => held.uuid === uuid),
    )
  )
}

const outOfMemoryLasts = 10 * 60_000
const cudaOutOfMemory: Rule = ({ outOfMemory, containers, now }) =>
  outOfMemory
    .filter(({ lastAt }) => now - lastAt < outOfMemoryLasts)
    .map(({ containerId, line, at }) =>
      about('cuda-out-of-memory', `${containerId}/${at}`, {
        containerId,
        params: { name: nameIn(containers, containerId) },
        evidence: line,
      }),
    )

const containerLostGpu: Rule = ({ lostCards, containers }) =>
  lostCards
    .filter(({ containerId }) =>
      containers.some(({ id, state }) => id === containerId && state === 'running'),
    )
    .map(({ containerId, evidence }) =>
      about('container-lost-gpu', containerId, {
        containerId,
        params: { name: nameIn(containers, containerId) },
        evidence,
      }),
    )

const reaper: Rule = ({ pending }) =>
  pending.map((each) =>
    about('reaper', `${each.kernelId}/${each.shutdownAt}`, {
      containerId: each.containerId,
      kernelId: each.kernelId,
      params: {
        name: each.environment,
        notebook: each.notebook ?? '',
        memoryMiB: each.memoryMiB,
        shutdownAt: each.shutdownAt,
      },
    }),
  )

const nameOf = (container: Container) => container.environment?.name ?? container.name
function nameIn(containers: readonly Container[], id: string): string {
  const found = containers.find((container) => container.id === id)
  return found ? nameOf(found) : id.slice(0, 12)
}

const rules: readonly Rule[] = [
  memoryFull,
  cardLost,
  throttled,
  idleMemory,
  oneBusyCard,
  cudaOutOfMemory,
  containerLostGpu,
  reaper,
]
