// What a person should know of cards before they take them: by environment, since it is environments that one can talk to.
import type { Container } from '../../shared/contract/containers'
import type { Lease } from '../../shared/contract/leases'
import { holdersOf } from './holders'

export type Claim = {
  key: string
  /** Of the environment or container. */
  name: string
  /** Of the cards it holds now; [] where a reservation is all it has. */
  held: number[]
  lease: { cards: number[]; holder: string; mine: boolean; until: number } | null
}

type Placed = { uuid: string; index: number }

/** Reservations first, the longest of them at the top; then who holds the first card. */
export function claimsOn(
  cards: readonly Placed[],
  containers: readonly Container[],
  leases: readonly Lease[],
): Claim[] {
  const claims = new Map<string, Claim>()
  for (const card of cards)
    for (const { environmentId, containerId, name } of holdersOf(card, containers)) {
      const key = environmentId ?? containerId
      const before = claims.get(key) ?? { key, name, held: [], lease: null }
      claims.set(key, { ...before, held: [...before.held, card.index] })
    }
  for (const { environmentId: key, environment: name, uuids, ...lease } of leases) {
    // A slice's UUID is not a card's: it is told where slices are listed.
    const reserved = cards.filter(({ uuid }) => uuids.includes(uuid)).map(({ index }) => index)
    if (reserved.length === 0) continue
    const { holder, mine, until } = lease
    const before = claims.get(key) ?? { key, name, held: [], lease: null }
    claims.set(key, { ...before, lease: { cards: reserved, holder, mine, until } })
  }
  return [...claims.values()].sort(
    (a, b) =>
      (b.lease?.until ?? 0) - (a.lease?.until ?? 0) ||
      (a.held[0] ?? Infinity) - (b.held[0] ?? Infinity) ||
      a.name.localeCompare(b.name),
  )
}
