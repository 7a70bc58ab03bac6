import { CalendarClock } from 'lucide-react'
import { useReservation } from '../../claims'
import { useFormat, useText } from '../../i18n'
import { Button } from '../../ui'
import { text } from './text'
import { useNow } from './use-now'

type ReservationLineProps = { environmentId: string | null; onReserve: () => void }

/** Until when the environment's cards are reserved, and the way to change that. Nothing for one without cards. */
export function ReservationLine({ environmentId, onReserve }: ReservationLineProps) {
  const words = useText(text).reservation
  const format = useFormat()
  const now = useNow()
  const reservation = useReservation(environmentId)
  if (reservation === null) return null
  const { lease } = reservation
  return (
    <div className="ui-row ui-small ws-line">
      <CalendarClock size={14} aria-hidden className="ui-faint" />
      <span className="ui-grow ui-muted" {...(lease === null ? {} : { title: lease.holder })}>
        {lease === null
          ? words.none
          : lease.mine
            ? words.mine(format.clock(lease.until, now))
            : words.theirs(lease.holder, format.clock(lease.until, now))}
      </span>
      <Button size="sm" variant="ghost" onPress={onReserve}>
        {lease === null ? words.reserve : words.change}
      </Button>
    </div>
  )
}
