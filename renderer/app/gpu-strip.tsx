import { TriangleAlert } from 'lucide-react'
import type { Card } from '../../shared/contract/gpus'
import { useFormat, useText } from '../i18n'
import { latest, navigate, useGpus } from '../state'
import { Badge, cx } from '../ui'
import { text } from './text'

/** The cards at a glance: one small VRAM meter and its load each; eight of them shrink to meters alone. */
export function GpuStrip() {
  const words = useText(text)
  const state = latest(useGpus())
  const open = () => navigate({ room: 'gpus' })
  if (state === null || state.is === 'looking') {
    return <span className="app-status-item ui-faint">{words.gpus.looking}</span>
  }
  if (state.is === 'absent') {
    return (
      <button type="button" className="app-status-item" onClick={open}>
        {words.gpus.absent}
      </button>
    )
  }
  if (state.is === 'failed') {
    return (
      <button type="button" className="app-status-item app-status-item--warn" onClick={open}>
        <TriangleAlert size={13} aria-hidden />
        {words.gpus.reasons[state.reason]}
      </button>
    )
  }
  const crowd = state.cards.length <= 2 ? 'few' : state.cards.length <= 4 ? 'some' : 'many'
  return (
    <>
      <button
        type="button"
        className={cx('app-status-item app-gpus', `app-gpus--${crowd}`)}
        aria-label={words.rooms.gpus}
        onClick={open}
      >
        {state.cards.map((card) => (
          <CardReading key={card.uuid} card={card} crowd={crowd} />
        ))}
      </button>
      {state.simulated !== null && <Badge tone="warn">{words.gpus.simulated}</Badge>}
    </>
  )
}

function CardReading({ card, crowd }: { card: Card; crowd: 'few' | 'some' | 'many' }) {
  const words = useText(text)
  const format = useFormat()
  const { memoryUsedMiB: used, memoryTotalMiB: total, utilisationPercent: load } = card
  const memory =
    used === null || total === null ? '–' : words.gpus.of(format.mebibytes(used), format.mebibytes(total))
  const busy = load === null ? '–' : format.percent(load / 100)
  const ratio = used === null || !total ? 0 : used / total
  const short = crowd === 'few' ? words.gpus.card(card.index) : String(card.index)
  if (card.health !== 'ok') {
    return (
      <span className="app-gpu app-status-item--warn">
        {short} <TriangleAlert size={12} aria-hidden />{' '}
        {crowd !== 'many' && words.gpus.unhealthy[card.health]}
      </span>
    )
  }
  return (
    <span className="app-gpu" title={words.gpus.describe(card.index, memory, busy)}>
      <span>{short}</span>
      <span className="app-gpu-bar">
        <span
          className={cx('app-gpu-fill', ratio > 0.95 && 'app-gpu-fill--full')}
          style={{ width: `${String(Math.min(100, ratio * 100))}%` }}
        />
      </span>
      {crowd === 'few' && <span className="app-gpu-memory">{memory} ·</span>}
      <span className="app-gpu-load">{busy}</span>
    </span>
  )
}
