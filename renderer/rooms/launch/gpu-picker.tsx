import { TriangleAlert } from 'lucide-react'
import type { Card, GpuState } from '../../../shared/contract/gpus'
import type { Plan } from '../../../shared/contract/launch'
import { useFormat, useText } from '../../i18n'
import { latest, navigate, useGpus } from '../../state'
import { Badge, Button, ChipGroup, Select, Skeleton, type Chip } from '../../ui'
import { chipsOf, defaultGpus, freeMiB, modes, pressChip, shortCardName } from './cards'
import { choose, useChoices } from './choices'
import { text } from './text'

/** Which cards the next launch gets, and a sentence that says which these are now. */
export function GpuPicker(props: { plan: Plan | null }) {
  const words = useText(text).gpus
  const state = latest(useGpus())
  return (
    <section className="ui-stack launch-part" aria-label={words.title}>
      <div className="ui-row">
        <h2 className="ui-muted">{words.title}</h2>
        {state?.is === 'live' && state.cards.length > 4 && (
          <span className="ui-faint ui-small ui-truncate">{modelsOf(state.cards)}</span>
        )}
        {state?.is === 'live' && state.simulated !== null && <Badge tone="warn">{words.simulated}</Badge>}
      </div>
      <Picker state={state} />
      <Sentence state={state} plan={props.plan} />
    </section>
  )
}

function Picker({ state }: { state: GpuState | null }) {
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
        ...(state === undefined ? {} : { detail: state }),
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

function isMode(chip: Chip): boolean {
  return modes.some((mode) => mode === chip.key)
}

function Sentence(props: { state: GpuState | null; plan: Plan | null }) {
  const words = useText(text).gpus
  const format = useFormat()
  const { state, plan } = props
  if (state === null || state.is === 'looking') return <p className="ui-small ui-faint">{words.looking}</p>
  if (state.is === 'absent') return <p className="ui-muted">{words.absent}</p>
  if (state.is === 'failed') {
    return (
      <div className="ui-row launch-gpu-trouble">
        <TriangleAlert size={14} aria-hidden />
        <span>{words.failed}</span>
        <Button size="sm" variant="ghost" onPress={() => navigate({ room: 'gpus' })}>
          {words.details}
        </Button>
      </div>
    )
  }
  // What stands in the way is told below, with its way out.
  if (!plan || plan.problems.length > 0) return <p className="ui-small ui-faint launch-sentence"> </p>
  if (plan.gpus.length === 0) return <p className="ui-small ui-faint launch-sentence">{words.onCpu}</p>
  const few = plan.gpus.length <= 2
  const named = plan.gpus.map(({ uuid }) => {
    const card = state.cards.find((each) => each.uuid === uuid)
    if (!card) return uuid
    const free = freeMiB(card)
    const name = words.card(card.index)
    return few && free !== null ? words.cardFree(name, format.mebibytes(free)) : name
  })
  return <p className="ui-small ui-faint launch-sentence">{words.willUse(named.join(words.and))}</p>
}

function modelsOf(cards: Card[]): string {
  const counts = new Map<string, number>()
  for (const card of cards)
    counts.set(shortCardName(card.name), (counts.get(shortCardName(card.name)) ?? 0) + 1)
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ')
}
