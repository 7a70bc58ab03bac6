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
  /** Another environment's, on one of the same cards: a second reservation of it would say nothing. */
  taken: (Lease & { words: string }) | null
}

/** What an environment has reserved or could reserve; null for one without cards of its own. */
export function useReservation(environmentId: string | null): Reservation | null {
  const words = useText(text)
  const containers = latest(useContainers()) ?? []
  const leases = latest(useLeases()) ?? []
  const gpus = latest(useGpus())
  const environment = environmentOf(containers, environmentId)
  if (environment === null || environment.gpuUuids.length === 0) return null
  const wordOf = (uuid: string) => {
    const card = gpus?.is === 'live' ? gpus.cards.find((each) => each.uuid === uuid) : undefined
    return card === undefined ? uuid.slice(0, 12) : words.card(card.index)
  }
  const wordsOf = (uuids: readonly string[]) => uuids.map(wordOf).join(words.and)
  const mine = new Set(environment.gpuUuids)
  const other = leases.find(
    (each) => each.environmentId !== environmentId && each.uuids.some((uuid) => mine.has(uuid)),
  )
  return {
    environment,
    cards: wordsOf(environment.gpuUuids),
    lease: leases.find((each) => each.environmentId === environmentId) ?? null,
    taken:
      other === undefined ? null : { ...other, words: wordsOf(other.uuids.filter((uuid) => mine.has(uuid))) },
  }
}

function environmentOf(containers: readonly Container[], id: string | null) {
  return (
    containers.find(({ environment }) => environment !== null && environment.id === id)?.environment ?? null
  )
}
