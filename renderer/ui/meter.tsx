import { Meter as AriaMeter } from 'react-aria-components/Meter'
import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar'
import { cx } from './class-names'
import './meter.css'

export type MeterSegment = {
  key: string
  /** In the unit of `total`. */
  value: number
  label: string
  /** One of the owners' colours (1 to 6), or the accent. */
  colour?: 1 | 2 | 3 | 4 | 5 | 6 | 'accent' | 'warn' | 'bad'
}

export type MeterProps = {
  /** What is measured, in words: read aloud. */
  label: string
  /** The reading in words, e.g. '56 of 80 GB'. */
  valueText: string
  segments: MeterSegment[]
  total: number
  size?: 'thin' | 'sm' | 'md' | 'lg'
  className?: string
}

export function Meter(props: MeterProps) {
  const used = props.segments.reduce((sum, segment) => sum + segment.value, 0)
  const total = Math.max(props.total, Number.MIN_VALUE)
  return (
    <AriaMeter
      aria-label={props.label}
      value={Math.min(used, total)}
      maxValue={total}
      valueLabel={props.valueText}
      className={cx('ui-bar', `ui-bar--${props.size ?? 'sm'}`, props.className)}
    >
      {props.segments.map((segment) => (
        <span
          key={segment.key}
          title={segment.label}
          className={cx('ui-bar-part', `ui-bar-part--${segment.colour ?? 'accent'}`)}
          style={{ width: `${String((100 * segment.value) / total)}%` }}
        />
      ))}
    </AriaMeter>
  )
}

/** `value` from 0 to 1; null while nobody knows how far it is. */
export function ProgressBar(props: {
  label: string
  value: number | null
  valueText?: string
  size?: 'thin' | 'sm' | 'md'
  className?: string
}) {
  const { value, size = 'sm' } = props
  const percent = value === null ? 0 : Math.min(100, Math.max(0, value * 100))
  return (
    <AriaProgressBar
      aria-label={props.label}
      isIndeterminate={value === null}
      value={percent}
      {...(props.valueText === undefined ? {} : { valueLabel: props.valueText })}
      className={cx('ui-bar', `ui-bar--${size}`, value === null && 'ui-bar--unknown', props.className)}
    >
      <span className="ui-bar-fill" style={value === null ? {} : { width: `${String(percent)}%` }} />
    </AriaProgressBar>
  )
}
