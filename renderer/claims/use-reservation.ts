import type { Container } from '../../shared/contract/containers'
import type { Lease } from '../../shared/contract/leases'
import { useText } from '../i18n'
import { latest, useContainers, useGpus, useLeases } from '../state'
import { text } from './text'

export type Reservation = {
  environment: { id: string; name: string }
  /** Its cards in words: 'GPU 0, GPU 1'. */
  cards: string
  lease: Lease | null
}

/** What an environment has reserved or could reserve; null for one without cards of its own. */
export function useReservation(environmentId: string | null): Reservation | null {
  const words = useText(text)
  const containers = latest(useContainers()) ?? []
  const leases = latest(useLeases()) ?? []
  const gpus = latest(useGpus())
  const environment = environmentOf(containers, environmentId)
  if (environment === null || environment.gpuUuids.length === 0) return null
  const cards = environment.gpuUuids.map((uuid) => {
    const card = gpus?.is === 'live' ? gpus.cards.find((each) => each.uuid === uuid) : undefined
    return card === undefined ? uuid.slice(0, 12) : words.card(card.index)
  })
  return {
    environment,
    cards: cards.join(words.and),
    lease: leases.find((each) => each.environmentId === environmentId) ?? null,
  }
}

function environmentOf(containers: readonly Container[], id: string | null) {
  return (
    containers.find(({ environment }) => environment !== null && environment.id === id)?.environment ?? null
  )
}
