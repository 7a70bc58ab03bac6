import { useMemo, useState } from 'react'
import { useFormat, useLanguage, useText } from '../../i18n'
import { TimePlot, type Curve } from '../../ui/plot'
import type { GpuCardProps } from './gpu-card'
import { dayGap, drawn, secondsGap } from './series'
import { text } from './text'

const curves: Curve[] = [
  { key: 'utilisation', colour: 'accent', filled: true },
  { key: 'memory', colour: 'owner-2', dashed: true },
]

/** Utilisation and VRAM over time, both in percent of what the card has; the crosshair reads all cards at once. */
export function CardPlot({ card, now, columns, minutes, plotHeight }: GpuCardProps) {
  const words = useText(text)
  const format = useFormat()
  const clock = useClock()
  const [moment, setMoment] = useState<number | null>(null)
  const total = card.memoryTotalMiB
  const { at, utilisation, memory } = useMemo(
    () => drawn(columns, total, minutes > 15 ? dayGap : secondsGap),
    [columns, total, minutes],
  )
  const values = useMemo(() => [utilisation, memory], [utilisation, memory])
  const view = useMemo(() => ({ from: now - minutes * 60_000, to: now }), [now, minutes])

  const under = moment === null ? -1 : at.lastIndexOf(moment)
  const index = under === -1 ? null : under
  const busy = index === null ? card.utilisationPercent : (utilisation[index] ?? null)
  const share = index === null ? null : (memory[index] ?? null)
  const used =
    index === null ? card.memoryUsedMiB : share === null || total === null ? null : (share * total) / 100
  const busyText = busy === null ? '–' : format.percent(busy / 100)
  const usedText = used === null ? '–' : format.mebibytes(used)
  return (
    <div>
      <div className="gpu-legend ui-small">
        <span className="gpu-key gpu-key--utilisation">
          {words.utilisation} {index !== null && <strong>{busyText}</strong>}
        </span>
        <span className="gpu-key gpu-key--memory">
          {words.memory} {index !== null && <strong>{usedText}</strong>}
        </span>
        <span className="ui-grow" />
        <span className="ui-faint">
          {moment !== null && index !== null ? clock.format(moment) : at.length < 2 ? words.gathering : ''}
        </span>
      </div>
      <TimePlot
        label={words.plot(words.card(card.index), busyText, usedText)}
        curves={curves}
        at={at}
        values={values}
        view={view}
        height={plotHeight}
        ticks={ticksOf(minutes).map((ago) =>
          ago === 0 ? words.now : ago >= 60 ? words.hoursAgo(ago / 60) : words.minutesAgo(ago),
        )}
        sync="gpus"
        onHover={setMoment}
      />
    </div>
  )
}

function ticksOf(minutes: number): number[] {
  if (minutes === 1440) return [1440, 1080, 720, 360, 0]
  return minutes === 15 ? [15, 10, 5, 0] : [minutes, 0]
}

function useClock(): Intl.DateTimeFormat {
  const language = useLanguage()
  return useMemo(() => new Intl.DateTimeFormat(language, { timeStyle: 'medium' }), [language])
}
