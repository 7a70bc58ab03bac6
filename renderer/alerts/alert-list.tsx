import { BellOff, X } from 'lucide-react'
import type { Alert } from '../../shared/contract/alerts'
import { wordAlert } from '../../shared/words/alerts'
import { useFormat, useLanguage, useText } from '../i18n'
import { Button, cx, EmptyState, IconButton, StatusDot } from '../ui'
import { text } from './text'
import type { Way } from './use-ways'
import './alerts.css'

export type AlertListProps = {
  alerts: readonly Alert[]
  now: number
  waysOf: (alert: Alert) => Way[]
  onDismiss: (id: string) => void
  onDismissAll: () => void
}

/** The newest first; those that ended stay for a day, paler. */
export function AlertList(props: AlertListProps) {
  const words = useText(text)
  const shown = props.alerts.filter(({ dismissed }) => !dismissed)
  return (
    <section className="alert-list" aria-label={words.title}>
      <header className="ui-row">
        <h2 className="ui-grow alert-heading">{words.title}</h2>
        {shown.length > 1 && (
          <Button size="sm" variant="ghost" onPress={props.onDismissAll}>
            {words.dismissAll}
          </Button>
        )}
      </header>
      {shown.length === 0 ? (
        <EmptyState icon={<BellOff aria-hidden />} title={words.none} text={words.noneText} />
      ) : (
        <ul className="alert-rows">
          {shown.map((alert) => (
            <AlertRow key={`${alert.id} ${alert.since}`} alert={alert} {...props} />
          ))}
        </ul>
      )}
    </section>
  )
}

function AlertRow(props: AlertListProps & { alert: Alert }) {
  const words = useText(text)
  const format = useFormat()
  const language = useLanguage()
  const { alert, now } = props
  const said = wordAlert(alert, language)
  const lasts = alert.endedAt === null
  const when = lasts
    ? words.since(format.ago(alert.since, now))
    : words.ended(format.ago(alert.endedAt ?? alert.since, now))
  return (
    <li className={cx('alert-row', !lasts && 'alert-row--ended')}>
      <StatusDot tone={lasts ? toneOf(alert.kind) : 'neutral'} />
      <div className="ui-grow">
        <div className="ui-strong">{said.title}</div>
        <p className="ui-muted ui-small">{said.text}</p>
        {alert.evidence !== '' && <code className="alert-evidence">{alert.evidence}</code>}
        <div className="ui-row ui-row--wrap">
          {props.waysOf(alert).map(({ key, label, run }) => (
            <Button key={key} size="sm" onPress={run}>
              {label}
            </Button>
          ))}
          <span className="ui-faint ui-small">{when}</span>
        </div>
      </div>
      <IconButton size="sm" quiet label={words.dismiss(said.title)} onPress={() => props.onDismiss(alert.id)}>
        <X size={13} aria-hidden />
      </IconButton>
    </li>
  )
}

/** What costs work is bad; what costs time is a warning. */
export function toneOf(kind: Alert['kind']): 'bad' | 'warn' {
  const bad: readonly Alert['kind'][] = ['card-lost', 'container-lost-gpu', 'cuda-out-of-memory']
  return bad.includes(kind) ? 'bad' : 'warn'
}
