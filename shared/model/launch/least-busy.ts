// Which card is the least busy: by what is really free now, then by who has claims on it.
import type { Card } from '../../contract/gpus'
import type { LaunchHost } from './host'

type Claims = Pick<LaunchHost, 'heldCards' | 'reservedCards'>

/** A free tenth of the memory more counts; less is noise of drivers and desktops. */
const memorySteps = 10

/**
 * Reserved cards last. Then the most free memory, in tenths of the card: a card that an idle environment holds without
 * using it is freer than one that somebody outside Berth has filled. Among equals the one that fewest hold, then the one
 * that computes least, then the first.
 */
export function leastBusyFirst(cards: readonly Card[], claims: Claims): Card[] {
  const reserved = new Set(claims.reservedCards.map(({ uuid }) => uuid))
  const rank = (card: Card) => [
    Number(reserved.has(card.uuid)),
    -freeTenths(card),
    holders(card.uuid, claims).length,
    Math.round((card.utilisationPercent ?? 0) / 10),
    card.index,
  ]
  return [...cards].sort((a, b) => compare(rank(a), rank(b)))
}

/** A launch under way may be seen twice: as a promise, and as the container it has just made. */
function holders(uuid: string, { heldCards }: Pick<Claims, 'heldCards'>): string[] {
  return [...new Set(heldCards.filter((each) => each.uuid === uuid).map(({ by }) => by))]
}

function freeTenths({ memoryTotalMiB: total, memoryUsedMiB: used }: Card): number {
  // What nobody knows to be free is not taken for free.
  if (total === null || total === 0 || used === null) return 0
  return Math.round(((total - used) / total) * memorySteps)
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const difference = value - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Who has claims on a card: told before a launch, and never in its way. */
export function claims(
  uuid: string,
  { heldCards, reservedCards }: Claims,
): { heldBy: string[]; reserved: { holder: string; until: number } | null } {
  const lease = reservedCards.find((each) => each.uuid === uuid)
  return {
    heldBy: holders(uuid, { heldCards }),
    reserved: lease ? { holder: lease.holder, until: lease.until } : null,
  }
}
