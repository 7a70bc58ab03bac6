import { CalendarClock } from 'lucide-react'
import type { Lease } from '../../../shared/contract/leases'
import type { Holder } from '../../claims'
import { useFormat, useText } from '../../i18n'
import { Button, Menu } from '../../ui'
import { text } from './text'

type CardReservationProps = {
  /** 'GPU 0' */
  card: string
  lease: Lease | null
  holders: readonly Holder[]
  now: number
  onReserve: (environmentId: string) => void
}

/** Whose the card is until when, and the way to change that; for the environments that hold it. */
export function CardReservation(props: CardReservationProps) {
  const { card, lease, now, onReserve } = props
  const words = useText(text)
  const format = useFormat()
  if (lease !== null)
    return (
      <div className="ui-row ui-small gpu-reservation">
        <CalendarClock size={14} aria-hidden />
        <span className="ui-grow" title={format.moment(lease.until)}>
          {lease.mine
            ? words.reserved(lease.environment, format.clock(lease.until, now))
            : words.reservedBy(lease.environment, lease.holder, format.clock(lease.until, now))}
        </span>
        <Button
          size="sm"
          variant="ghost"
          aria-label={words.changeReservationOf(card)}
          onPress={() => onReserve(lease.environmentId)}
        >
          {words.changeReservation}
        </Button>
      </div>
    )
  const ours = props.holders.flatMap(({ environmentId, name }) =>
    environmentId === null ? [] : [{ environmentId, name }],
  )
  const [first] = ours
  if (first === undefined) return null
  return (
    <div className="ui-row ui-small gpu-reservation">
      {ours.length === 1 ? (
        <Button
          size="sm"
          variant="ghost"
          aria-label={words.reserveOf(card)}
          icon={<CalendarClock size={14} aria-hidden />}
          onPress={() => onReserve(first.environmentId)}
        >
          {words.reserve}
        </Button>
      ) : (
        <Menu
          label={words.reserveOf(card)}
          entries={ours.map(({ environmentId, name }) => ({
            key: environmentId,
            label: words.reserveFor(name),
            run: () => onReserve(environmentId),
          }))}
        >
          <Button
            size="sm"
            variant="ghost"
            aria-label={words.reserveOf(card)}
            icon={<CalendarClock size={14} aria-hidden />}
          >
            {words.reserve}
          </Button>
        </Menu>
      )}
    </div>
  )
}
