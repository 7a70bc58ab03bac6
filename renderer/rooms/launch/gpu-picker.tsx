import { useState } from 'react'
import { CalendarClock, Users } from 'lucide-react'
import type { Card, GpuState } from '../../../shared/contract/gpus'
import type { Plan } from '../../../shared/contract/launch'
import { claimsOn, type Claim } from '../../claims'
import { useFormat, useText } from '../../i18n'
import { latest, navigate, useContainers, useGpus, useLeases } from '../../state'
import { Badge, ChipGroup, Select, Skeleton, type Chip } from '../../ui'
import { CardClaims } from './card-claims'
import { chipsOf, defaultGpus, freeMiB, modes, pressChip, shortCardName } from './cards'
import { choose, useChoices } from './choices'
import { GpuSentence } from './gpu-sentence'
import { text } from './text'

/** Which cards the next launch gets, who has claims on them, and a sentence that says which these are now. */
export function GpuPicker(props: { plan: Plan | null }) {
  const words = useText(text).gpus
  const state = latest(useGpus())
  const containers = latest(useContainers()) ?? []
  const leases = latest(useLeases()) ?? []
  const claims = state?.is === 'live' ? claimsOn(state.cards, containers, leases) : []
  const [now] = useState(() => Date.now())
  return (
    <section className="ui-stack launch-part" aria-label={words.title}>
      <div className="ui-row">
        <h2 className="ui-muted">{words.title}</h2>
        {state?.is === 'live' && state.cards.length > 4 && (
          <span className="ui-faint ui-small ui-truncate">{modelsOf(state.cards)}</span>
        )}
        {state?.is === 'live' && state.simulated !== null && <Badge tone="warn">{words.simulated}</Badge>}
      </div>
      <Picker state={state} claims={claims} />
      <GpuSentence state={state} plan={props.plan} onDetails={() => navigate({ room: 'gpus' })} />
      <CardClaims claims={claims} now={now} />
    </section>
  )
}

function Picker({ state, claims }: { state: GpuState | null; claims: readonly Claim[] }) {
  const words = useText(text).gpus
  const format = useFormat()
  const chosen = useChoices((choices) => choices.gpus) ?? defaultGpus(state)
  if (state === null || state.is === 'looking') return <Skeleton width={260} height={28} />
  if (state.is === 'absent') return null
  const cards = state.is === 'live' ? state.cards : []
  const crowded = cards.length > 4
  const chips: Chip[] = [
    { key: 'least-busy', label: words.leastBusy },
    { key: 'all', label: words.all },
    ...cards.map((card): Chip => {
      const free = freeMiB(card)
      const name = crowded
        ? words.card(card.index)
        : `${words.card(card.index)} · ${shortCardName(card.name)}`
      const state =
        card.health === 'ok'
          ? free === null
            ? undefined
            : words.free(format.mebibytes(free))
          : words.unhealthy
      return {
        key: card.uuid,
        label: name,
        disabled: card.health !== 'ok',
        ...(state === undefined
          ? {}
          : { detail: <ChipDetail words={state} index={card.index} claims={claims} /> }),
      }
    }),
    { key: 'none', label: words.none },
  ]
  // With many cards the ways to choose stand in a row of their own, above the cards.
  const rows = cards.length > 2 ? [chips.filter(isMode), chips.filter((chip) => !isMode(chip))] : [chips]
  const selected = chipsOf(chosen)
  const press = (row: Chip[], pressed: ReadonlySet<string>) => {
    const elsewhere = [...selected].filter((key) => !row.some((chip) => chip.key === key))
    choose({ gpus: pressChip(chosen, new Set([...elsewhere, ...pressed])) })
  }
  const [first = [], second] = rows
  return (
    <div className="ui-row ui-row--wrap">
      <ChipGroup
        label={words.title}
        mode="multi"
        chips={first}
        selected={selected}
        onSelect={(pressed) => press(first, pressed)}
      />
      {chosen.is === 'least-busy' && cards.length > 2 && (
        <Select
          className="launch-count"
          label={words.count}
          labelHidden
          value={String(chosen.count)}
          onChange={(count) => choose({ gpus: { is: 'least-busy', count: Number(count) } })}
          options={cards.map((_, index) => ({ key: String(index + 1), label: words.cards(index + 1) }))}
        />
      )}
      {second && (
        <ChipGroup
          label={words.title}
          mode="multi"
          chips={second}
          selected={selected}
          onSelect={(pressed) => press(second, pressed)}
        />
      )}
    </div>
  )
}

/** A mark beside the free memory: whose the card is stands below the chips, and on hover. */
function ChipDetail(props: { words: string; index: number; claims: readonly Claim[] }) {
  const words = useText(text).gpus
  const { index, claims } = props
  const reserved = claims.find(({ lease }) => lease?.cards.includes(index) ?? false)
  const holders = claims.filter(({ held }) => held.includes(index))
  const mark =
    reserved !== undefined
      ? { Icon: CalendarClock, says: words.markReserved(reserved.name) }
      : holders.length > 0
        ? { Icon: Users, says: words.markHeld(holders.map(({ name }) => name).join(words.and)) }
        : null
  return (
    <span className="launch-chip-detail">
      {props.words}
      {mark !== null && (
        <span title={mark.says} className="launch-chip-mark">
          <mark.Icon size={12} aria-hidden />
          <span className="ui-unseen">{mark.says}</span>
        </span>
      )}
    </span>
  )
}

function isMode(chip: Chip): boolean {
  return modes.some((mode) => mode === chip.key)
}

function modelsOf(cards: Card[]): string {
  const counts = new Map<string, number>()
  for (const card of cards)
    counts.set(shortCardName(card.name), (counts.get(shortCardName(card.name)) ?? 0) + 1)
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ')
}
