// What the table shows of each container, decided without React: which rows, in which order, in which state.
import type { Container, ContainerUsage } from '../../../shared/contract/containers'
import type { Card, GpuState } from '../../../shared/contract/gpus'

export type Filter = 'running' | 'all' | 'berth'
export type Column = 'name' | 'state' | 'image' | 'gpus' | 'cpu' | 'memory' | 'created'
export type Order = { by: Column; down: boolean }

/** Which GPUs a container was given, as far as anybody can tell. */
export type Gpus =
  | { is: 'none' }
  | { is: 'all' }
  | { is: 'count'; count: number }
  /** In the order of the cards; `index` is null for an id that no present card has. */
  | { is: 'cards'; cards: { id: string; index: number | null; name: string }[] }
  | { is: 'unknown' }

export type Tone = 'good' | 'warn' | 'bad' | 'neutral'

const tones: Record<Container['state'], Tone> = {
  running: 'good',
  paused: 'warn',
  restarting: 'warn',
  removing: 'warn',
  created: 'neutral',
  exited: 'neutral',
  dead: 'bad',
}

/** The engine's 'Exited (137) 2 minutes ago': the code tells a finished job from a broken one. */
export function exitCode(container: Container): number | null {
  const code = /^Exited \((\d+)\)/.exec(container.status)?.[1]
  return container.state === 'exited' && code !== undefined ? Number(code) : null
}

export function toneOf(container: Container): Tone {
  // 130, 137 and 143 are how programs end when they are asked to: Ctrl+C, KILL and TERM.
  const code = exitCode(container)
  return code === null || [0, 130, 137, 143].includes(code) ? tones[container.state] : 'bad'
}

export function isRunning(container: Container): boolean {
  return container.state === 'running' || container.state === 'paused' || container.state === 'restarting'
}

export function cardsOf(state: GpuState | null): Card[] {
  return state?.is === 'live' ? state.cards : []
}

export function gpusOf(container: Container, cards: readonly Card[]): Gpus {
  const ours = container.environment
  if (ours !== null) {
    if (ours.gpus.is === 'all') return { is: 'all' }
    return ours.gpuUuids.length > 0 ? named(ours.gpuUuids, cards) : { is: 'none' }
  }
  const request = container.gpuRequest
  if (request === null) return { is: 'unknown' }
  if (request === 'none' || request === 'all') return { is: request }
  return typeof request === 'number' ? { is: 'count', count: request } : named(request, cards)
}

/** An id is a UUID, an index, or a CDI name that ends in either. */
function named(ids: readonly string[], cards: readonly Card[]): Gpus {
  const found = ids.map((id) => {
    const last = id.slice(id.lastIndexOf('=') + 1)
    if (last === 'all') return null
    const card = cards.find((each) => each.uuid === last || String(each.index) === last)
    return { id: last, index: card?.index ?? null, name: card?.name ?? '' }
  })
  if (found.includes(null)) return { is: 'all' }
  const known = found.filter((card) => card !== null)
  return { is: 'cards', cards: known.sort((a, b) => (a.index ?? Infinity) - (b.index ?? Infinity)) }
}

/** Every word must occur somewhere a person would look for it. */
export function matches(container: Container, search: string): boolean {
  const ours = container.environment
  const text = [
    container.name,
    container.image,
    container.id.slice(0, 12),
    ours?.name,
    ours?.entry,
    ours?.projectFolder,
    ...container.ports.map((port) => String(port.hostPort)),
  ]
    .join('\n')
    .toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

export function belongs(container: Container, filter: Filter): boolean {
  if (filter === 'all') return true
  return filter === 'running' ? isRunning(container) : container.environment !== null
}

export type Shown = {
  filter: Filter
  search: string
  order: Order
  cards: readonly Card[]
  usage: ReadonlyMap<string, ContainerUsage>
  language: string
}

export function rowsOf(containers: readonly Container[], shown: Shown): Container[] {
  const collator = new Intl.Collator(shown.language, { numeric: true, sensitivity: 'base' })
  const compare = comparison(shown, collator)
  return containers
    .filter((container) => belongs(container, shown.filter) && matches(container, shown.search))
    .sort((a, b) => {
      const order = compare(a, b)
      // Equals stay where they are from one list to the next.
      return (shown.order.down ? -order : order) || collator.compare(a.name, b.name)
    })
}

function comparison(shown: Shown, collator: Intl.Collator): (a: Container, b: Container) => number {
  const by = (figure: (container: Container) => number) => (a: Container, b: Container) =>
    figure(a) - figure(b)
  switch (shown.order.by) {
    case 'name':
      return (a, b) => collator.compare(a.name, b.name)
    case 'image':
      return (a, b) => collator.compare(a.image, b.image)
    case 'state':
      return by((container) => (isRunning(container) ? 0 : 1) * 10 + stateOrder.indexOf(container.state))
    case 'gpus':
      return by((container) => gpuOrder(gpusOf(container, shown.cards)))
    case 'cpu':
      return by((container) => shown.usage.get(container.id)?.cpuPercent ?? -1)
    case 'memory':
      return by((container) => shown.usage.get(container.id)?.memoryBytes ?? -1)
    case 'created':
      return by((container) => container.createdAt)
  }
}

const stateOrder: Container['state'][] = [
  'running',
  'restarting',
  'paused',
  'removing',
  'created',
  'exited',
  'dead',
]

function gpuOrder(gpus: Gpus): number {
  if (gpus.is === 'cards') return gpus.cards[0]?.index ?? 900
  if (gpus.is === 'count') return 910
  return gpus.is === 'all' ? 920 : 999
}
