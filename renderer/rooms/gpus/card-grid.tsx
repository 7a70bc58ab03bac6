import type { Container } from '../../../shared/contract/containers'
import type { GpuHistory, GpuState } from '../../../shared/contract/gpus'
import type { Lease } from '../../../shared/contract/leases'
import type { GpuUse } from '../../../shared/contract/processes'
import { holdersOf, type Holder } from '../../claims'
import { GpuCard } from './gpu-card'
import { noColumns } from './series'

export type CardGridProps = {
  state: Extract<GpuState, { is: 'live' }>
  history: GpuHistory
  containers: readonly Container[]
  use: GpuUse
  leases: readonly Lease[]
  minutes: number
  onOpen: (holder: Holder) => void
  onReserve: (environmentId: string) => void
}

/** One card has the whole width, two stand side by side, eight fit one screen. */
export function CardGrid(props: CardGridProps) {
  const { state, history, containers, minutes, use, leases, onOpen, onReserve } = props
  const count = state.cards.length
  const soon = unhurried(state.at)
  const size = count === 1 ? 'one' : count === 2 ? 'two' : 'many'
  return (
    <ul className={`gpus-grid gpus-grid--${size}`}>
      {state.cards.map((card) => (
        <li key={card.uuid}>
          <GpuCard
            card={card}
            now={state.at}
            soon={soon}
            columns={history[card.uuid] ?? noColumns}
            holders={holdersOf(card, containers)}
            use={use}
            lease={leases.find(({ uuids }) => uuids.includes(card.uuid)) ?? null}
            minutes={minutes}
            plotHeight={{ one: 240, two: 150, many: 72 }[size]}
            onOpen={onOpen}
            onReserve={onReserve}
          />
        </li>
      ))}
    </ul>
  )
}

/** For words of minutes and hours: they need no new drawing each second. */
export function unhurried(at: number): number {
  return Math.floor(at / 10_000) * 10_000
}
