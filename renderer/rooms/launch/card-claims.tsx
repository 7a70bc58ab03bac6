import { CalendarClock, Users } from 'lucide-react'
import type { Claim } from '../../claims'
import { useFormat, useText } from '../../i18n'
import { text } from './text'

const mostTold = 4

/** Who has the cards that one may choose: told before a launch, and never in its way. */
export function CardClaims({ claims, now }: { claims: readonly Claim[]; now: number }) {
  const words = useText(text).gpus
  const format = useFormat()
  if (claims.length === 0) return null
  const cards = (indexes: number[]) => indexes.map(words.card).join(words.and)
  const wordsOf = ({ name, held, lease }: Claim): string => {
    if (lease === null) return words.heldBy(cards(held), name)
    const until = format.clock(lease.until, now)
    const what = cards(lease.cards)
    const line = lease.mine
      ? words.reservedByYou(what, name, until)
      : words.reservedBy(what, name, lease.holder, until)
    // What it holds beyond what it reserved: its cards were given anew since.
    const more = held.filter((index) => !lease.cards.includes(index))
    return more.length === 0 ? line : `${line} ${words.heldBy(cards(more), name)}`
  }
  const rest = claims.slice(mostTold)
  return (
    <ul className="launch-claims ui-small" aria-label={words.claims}>
      {claims.slice(0, mostTold).map((claim) => (
        <li key={claim.key}>
          {claim.lease === null ? (
            <Users size={13} aria-hidden className="ui-faint" />
          ) : (
            <CalendarClock size={13} aria-hidden className="launch-claim-reserved" />
          )}
          <span className="ui-muted">{wordsOf(claim)}</span>
        </li>
      ))}
      {rest.length > 0 && (
        <li className="ui-faint" title={rest.map(wordsOf).join('\n')}>
          {words.moreClaims(rest.length)}
        </li>
      )}
    </ul>
  )
}
