import type { ReactNode } from 'react'
import { cx } from './class-names'
import './surface.css'

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'accent'

export function Card(props: { children: ReactNode; className?: string; tone?: Tone; flush?: boolean }) {
  const { tone = 'neutral', flush = false } = props
  return (
    <div
      className={cx(
        'ui-card',
        tone !== 'neutral' && `ui-card--${tone}`,
        flush && 'ui-card--flush',
        props.className,
      )}
    >
      {props.children}
    </div>
  )
}

export function Badge(props: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={cx('ui-badge', `ui-badge--${props.tone ?? 'neutral'}`)}>
      {props.icon}
      {props.children}
    </span>
  )
}

/** A state as a shape and colour; `label` says it in words to those who cannot see it. */
export function StatusDot(props: { tone: Tone; label?: string; hollow?: boolean }) {
  return (
    <span
      className={cx('ui-dot', `ui-dot--${props.tone}`, props.hollow && 'ui-dot--hollow')}
      {...(props.label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': props.label })}
    />
  )
}

export function PageHeader(props: {
  title: string
  detail?: ReactNode
  actions?: ReactNode
  back?: ReactNode
}) {
  return (
    <header className="ui-page-head">
      {props.back}
      <div className="ui-page-title">
        <h1>{props.title}</h1>
        {props.detail !== undefined && <div className="ui-muted">{props.detail}</div>}
      </div>
      {props.actions !== undefined && <div className="ui-row">{props.actions}</div>}
    </header>
  )
}

/** A scrolling page with the room's margins. */
export function Page(props: { children: ReactNode; width?: 'full' | 'wide' | 'reading' }) {
  return (
    <div className="ui-page">
      <div className={cx('ui-page-inner', props.width && `ui-page-inner--${props.width}`)}>
        {props.children}
      </div>
    </div>
  )
}

export function EmptyState(props: { icon: ReactNode; title: string; text?: ReactNode; action?: ReactNode }) {
  return (
    <div className="ui-empty">
      <div className="ui-empty-icon">{props.icon}</div>
      <h3>{props.title}</h3>
      {props.text !== undefined && <p className="ui-muted">{props.text}</p>}
      {props.action !== undefined && <div className="ui-row">{props.action}</div>}
    </div>
  )
}

export type KeyValueEntry = { key: string; value: ReactNode }

export function KeyValue(props: { entries: KeyValueEntry[] }) {
  return (
    <dl className="ui-keys">
      {props.entries.map((entry) => (
        <div key={entry.key} className="ui-keys-row">
          <dt>{entry.key}</dt>
          <dd>{entry.value}</dd>
        </div>
      ))}
    </dl>
  )
}
