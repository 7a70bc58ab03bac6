import type { Container } from '../../../shared/contract/containers'
import type { Card, GpuState } from '../../../shared/contract/gpus'
import { useFormat, useText } from '../../i18n'
import { latest, useGpus } from '../../state'
import { Badge, Meter } from '../../ui'
import { cardsOf, gpusOf } from '../containers'
import { text } from './text'

/** The cards that this environment was given, live; the other cards of the machine are not its business. */
export function SideCards({ container }: { container: Container }) {
  const words = useText(text)
  const state = latest(useGpus())
  const gpus = gpusOf(container, cardsOf(state))
  switch (gpus.is) {
    case 'none':
    case 'unknown':
      return <p className="ui-muted">{words.noGpus}</p>
    case 'count':
      return <p className="ui-muted">{words.gpuCount(gpus.count)}</p>
    case 'all':
      return <LiveCards state={state} cards={cardsOf(state)} empty={words.allGpus} />
    case 'cards': {
      const present = cardsOf(state).filter((card) => gpus.cards.some((given) => given.index === card.index))
      const gone = state?.is === 'live' ? gpus.cards.filter((given) => given.index === null) : []
      return (
        <>
          <LiveCards state={state} cards={present} empty={gone.length > 0 ? '' : words.gpuSilent} />
          {gone.map((card) => (
            <p key={card.id} className="ui-muted ws-warn">
              {words.gpuGone(card.id)}
            </p>
          ))}
        </>
      )
    }
  }
}

function LiveCards(props: { state: GpuState | null; cards: readonly Card[]; empty: string }) {
  const words = useText(text)
  if (props.cards.length === 0) return props.empty === '' ? null : <p className="ui-muted">{props.empty}</p>
  return (
    <>
      {props.cards.map((card) => (
        <LiveCard key={card.uuid} card={card} />
      ))}
      {props.state?.is === 'live' && props.state.simulated !== null && (
        <span title={props.state.simulated}>
          <Badge tone="warn">{words.simulated}</Badge>
        </span>
      )}
    </>
  )
}

function LiveCard({ card }: { card: Card }) {
  const words = useText(text)
  const format = useFormat()
  const name = `GPU ${card.index}`
  const known = card.memoryUsedMiB !== null && card.memoryTotalMiB !== null
  const memory = known
    ? words.of(format.mebibytes(card.memoryUsedMiB ?? 0), format.mebibytes(card.memoryTotalMiB ?? 0))
    : ''
  const figures = [
    memory,
    card.temperatureCelsius === null ? '' : `${format.whole(card.temperatureCelsius)} °C`,
    card.powerWatts === null ? '' : `${format.whole(card.powerWatts)} W`,
  ].filter(Boolean)
  return (
    <div className="ws-gpu">
      <div className="ui-row">
        <span className="ui-strong">{name}</span>
        <span className="ui-muted ui-truncate" title={`${card.name} · ${card.uuid}`}>
          {card.name.replace(/^NVIDIA /, '')}
        </span>
        <span className="ui-grow" />
        {card.utilisationPercent !== null && <span>{format.percent(card.utilisationPercent / 100)}</span>}
      </div>
      {known && (
        <Meter
          label={words.vram(name)}
          valueText={memory}
          total={card.memoryTotalMiB ?? 0}
          segments={[{ key: 'used', value: card.memoryUsedMiB ?? 0, label: memory }]}
        />
      )}
      <div className="ui-small ui-muted">{figures.join(' · ')}</div>
    </div>
  )
}
