import { TriangleAlert } from 'lucide-react'
import type { Card as GpuReading } from '../../../shared/contract/gpus'
import type { Lease } from '../../../shared/contract/leases'
import type { GpuUse } from '../../../shared/contract/processes'
import type { Holder } from '../../claims'
import { useFormat, useText, type Format } from '../../i18n'
import { useKept } from '../../state'
import { Badge, Card, Explained } from '../../ui'
import { CardPlot } from './card-plot'
import { CardShares } from './card-shares'
import { MigList } from './mig-list'
import { Holders } from './card-holders'
import { CardReservation } from './card-reservation'
import type { Columns } from './series'
import { text } from './text'

export type GpuCardProps = {
  card: GpuReading
  /** Of this reading: the right edge of the plot. */
  now: number
  /** The same in steps, for words. */
  soon: number
  columns: Columns
  holders: Holder[]
  use: GpuUse
  lease: Lease | null
  minutes: number
  plotHeight: number
  onOpen: (holder: Holder) => void
  onReserve: (environmentId: string) => void
}

const nearlyFull = 0.95

export function GpuCard(props: GpuCardProps) {
  const { card } = props
  const words = useText(text)
  const format = useFormat()
  const used = card.memoryUsedMiB
  const total = card.memoryTotalMiB
  const full = used !== null && total !== null && total > 0 && used / total >= nearlyFull
  const title = words.card(card.index)
  const { health } = card
  // Figures change each second; what the card is and who holds it does not.
  const holders = useKept(props.holders)
  const memory = useKept({ uuid: card.uuid, index: card.index, memoryUsedMiB: used, memoryTotalMiB: total })
  // The usual power limit is how a card is built; heat and the power supply are news.
  const slowed = (card.throttling ?? []).filter((reason) => reason !== 'power-limit')
  const slices = props.use.is === 'live' ? props.use.mig.filter(({ cardUuid }) => cardUuid === card.uuid) : []
  return (
    <Card className="gpu-card" {...(health === 'ok' ? {} : { tone: 'bad' })}>
      <header className="gpu-head">
        <h2 className="gpu-title">
          {title} <span className="ui-muted gpu-name">{card.name}</span>
        </h2>
        {card.migEnabled === true && <Badge>{words.mig}</Badge>}
        {slowed.length > 0 && (
          <Explained text={slowed.map((reason) => words.throttling[reason]).join(', ')}>
            <Badge tone="warn">{words.throttled}</Badge>
          </Explained>
        )}
        {full && health === 'ok' && <Badge tone="warn">{words.nearlyFull}</Badge>}
        {health !== 'ok' && (
          <Badge tone="bad" icon={<TriangleAlert size={12} aria-hidden />}>
            {words.health[health]}
          </Badge>
        )}
      </header>
      {health === 'ok' ? (
        <>
          <Figures card={card} />
          <CardShares card={memory} use={props.use} full={full} />
          <MigList instances={slices} />
          <CardPlot {...props} />
          <p className="ui-faint ui-small ui-truncate gpu-details">
            {details(card, words, format).join(' · ')}
          </p>
        </>
      ) : (
        <p className="ui-muted gpu-broken">{words.healthText[health]}</p>
      )}
      <footer className="gpu-foot">
        <Holders holders={holders} onOpen={props.onOpen} />
        <CardReservation
          card={words.card(card.index)}
          lease={props.lease}
          holders={holders}
          now={props.soon}
          onReserve={props.onReserve}
        />
      </footer>
    </Card>
  )
}

function Figures({ card }: { card: GpuReading }) {
  const words = useText(text)
  const format = useFormat()
  const { memoryUsedMiB: used, memoryTotalMiB: total } = card
  const limit = card.powerLimitWatts
  const memory = used === null ? null : split(format.mebibytes(used))
  return (
    <dl className="gpu-figures">
      <Figure
        name={words.utilisation}
        value={card.utilisationPercent === null ? null : format.whole(card.utilisationPercent)}
        unit="%"
        {...(card.migEnabled === true ? { hint: words.migHint } : {})}
      />
      <Figure
        name={words.memory}
        value={memory?.value ?? null}
        unit={[memory?.unit, total === null ? '' : words.of(format.mebibytes(total))].join(' ')}
      />
      <Figure
        name={words.temperature}
        value={card.temperatureCelsius === null ? null : format.whole(card.temperatureCelsius)}
        unit="°C"
      />
      <Figure
        name={words.power}
        value={card.powerWatts === null ? null : format.whole(card.powerWatts)}
        unit={limit === null ? 'W' : `W ${words.of(`${format.whole(limit)} W`)}`}
      />
      <Figure
        name={words.clock}
        value={card.smClockMHz === null ? null : format.whole(card.smClockMHz)}
        unit="MHz"
      />
    </dl>
  )
}

function Figure({
  name,
  value,
  unit,
  hint,
}: {
  name: string
  value: string | null
  unit: string
  hint?: string
}) {
  const words = useText(text)
  return (
    <div className="gpu-figure">
      <dt className="ui-faint">{name}</dt>
      <dd>
        {value === null ? (
          <Explained text={hint ?? words.noFigure}>
            <strong className="ui-faint">–</strong>
          </Explained>
        ) : (
          <>
            <strong>{value}</strong> <span className="ui-muted">{unit}</span>
          </>
        )}
      </dd>
    </div>
  )
}

/** '56 GB' → the figure is large, its unit small. */
function split(figure: string): { value: string; unit: string } {
  const space = figure.lastIndexOf(' ')
  return { value: figure.slice(0, space), unit: figure.slice(space + 1) }
}

type RoomWords = ReturnType<typeof useText<typeof text.en>>

function details(card: GpuReading, words: RoomWords, format: Format): string[] {
  return [
    card.performanceState ?? '',
    card.fanPercent === null ? '' : words.fan(format.percent(card.fanPercent / 100)),
    card.computeCapability === null ? '' : words.compute(card.computeCapability),
    card.uuid,
  ].filter((part) => part !== '')
}
