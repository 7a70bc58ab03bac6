import { useState } from 'react'
import { Info, TriangleAlert } from 'lucide-react'
import { useFormat, useText } from '../i18n'
import { useAction, useClient } from '../state'
import { Button, ChipGroup, Dialog, RefusalView, Select, showToast, TextField } from '../ui'
import { daysFrom, endOf, ownEnd, usualEnds, type EndChoice, type OwnEnd } from './ends'
import { text } from './text'
import { useReservation, type Reservation } from './use-reservation'
import './claims.css'

/** Reserves an environment's cards until a time, moves that time, or lets go. Draw it only while it asks. */
export function ReserveDialog({ environmentId, onClose }: { environmentId: string; onClose: () => void }) {
  const reservation = useReservation(environmentId)
  return reservation === null ? null : <Asking reservation={reservation} onClose={onClose} />
}

function Asking({ reservation, onClose }: { reservation: Reservation; onClose: () => void }) {
  const { environment, cards, lease, taken } = reservation
  const words = useText(text)
  const format = useFormat()
  const client = useClient()
  const [now] = useState(() => Date.now())
  const [choice, setChoice] = useState<EndChoice>('hours')
  const [day, setDay] = useState(() => daysFrom(now)[0] ?? now)
  const [time, setTime] = useState('')
  const end: OwnEnd = choice === 'other' ? ownEnd(day, time, now) : { is: 'end', at: endOf(choice, now) }
  const done = (title: string) => {
    showToast({ tone: 'good', title })
    onClose()
  }
  const reserve = useAction(
    async (until: number) => {
      await client.leases.reserve({ environmentId: environment.id, until })
      done(words.reserved(cards, format.clock(until, now)))
    },
    { tell: 'inline' },
  )
  const release = useAction(
    async (id: string) => {
      await client.leases.release({ id })
      done(words.released(cards))
    },
    { tell: 'inline' },
  )
  const refused = [reserve.state, release.state].find((state) => state.is === 'refused')
  return (
    <Dialog
      title={words.title(cards, environment.name)}
      open
      onClose={onClose}
      size="sm"
      footer={
        <>
          {lease !== null && (
            <Button pending={release.pending} onPress={() => void release.run(lease.id)}>
              {words.release}
            </Button>
          )}
          <span className="ui-grow" />
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button
            variant="primary"
            pending={reserve.pending}
            isDisabled={end.is !== 'end' || taken !== null}
            onPress={() => void (end.is === 'end' && reserve.run(end.at))}
          >
            {lease === null ? words.reserve : words.move}
          </Button>
        </>
      }
    >
      <div className="ui-stack">
        {lease !== null && (
          <p>
            {lease.mine
              ? words.mine(format.clock(lease.until, now))
              : words.theirs(lease.holder, format.clock(lease.until, now))}
          </p>
        )}
        {taken !== null && (
          <p className="claim-taken" role="status">
            <TriangleAlert size={14} aria-hidden />
            <span>
              {words.taken(taken.words, taken.holder, taken.environment, format.clock(taken.until, now))}
            </span>
          </p>
        )}
        <ChipGroup
          label={words.until}
          chips={[
            ...usualEnds.map((key) => ({ key, label: words.ends[key] })),
            { key: 'other' as const, label: words.ends.other },
          ]}
          selected={choice}
          onSelect={setChoice}
        />
        {choice === 'other' && (
          <div className="claim-own-end">
            <Select
              label={words.day}
              value={String(day)}
              onChange={(key) => setDay(Number(key))}
              options={daysFrom(now).map((at) => ({ key: String(at), label: format.day(at) }))}
            />
            <TextField
              label={words.time}
              value={time}
              onChange={setTime}
              placeholder="18:00"
              autoFocus
              error={time === '' || end.is === 'end' ? '' : words.wrong[end.is]}
            />
          </div>
        )}
        <p className="claim-end" aria-live="polite">
          {end.is === 'end' ? words.untilThen(format.clock(end.at, now)) : ' '}
        </p>
        <p className="ui-muted ui-small claim-note">
          <Info size={14} aria-hidden /> <span>{words.advisory}</span>
        </p>
        {refused?.is === 'refused' && <RefusalView refusal={refused.refusal} />}
      </div>
    </Dialog>
  )
}
