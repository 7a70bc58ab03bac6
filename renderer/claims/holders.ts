// Who may use a card: the running containers that were given it.
import type { Container } from '../../shared/contract/containers'

export type Holder = {
  containerId: string
  name: string
  /** Launched by Berth: can be opened from here, and can reserve its cards. */
  environmentId: string | null
}

export function holdersOf(card: { uuid: string; index: number }, containers: readonly Container[]): Holder[] {
  return containers
    .filter((container) => isAwake(container) && wasGiven(container, card))
    .map(({ id, name, environment }) => ({
      containerId: id,
      name: environment?.name ?? name,
      environmentId: environment?.id ?? null,
    }))
    .sort((a, b) => Number(isOurs(b)) - Number(isOurs(a)) || a.name.localeCompare(b.name))
}

const isOurs = ({ environmentId }: Holder) => environmentId !== null

function isAwake({ state }: Container): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting'
}

function wasGiven(container: Container, card: { uuid: string; index: number }): boolean {
  const { environment, gpuRequest } = container
  if (environment) return environment.gpuUuids.includes(card.uuid)
  if (gpuRequest === 'all') return true
  // A bare count does not say which cards.
  if (!Array.isArray(gpuRequest)) return false
  // A UUID, an index, or a CDI name that ends in either.
  return gpuRequest
    .map((id) => id.slice(id.lastIndexOf('=') + 1))
    .some((id) => id === 'all' || id === card.uuid || id === String(card.index))
}
