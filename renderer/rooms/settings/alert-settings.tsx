import { alertKinds, type AlertKind } from '../../../shared/model/alert-kinds'
import type { Settings } from '../../../shared/model/settings'
import { alertKindName } from '../../../shared/words/alerts'
import { useLanguage, useText } from '../../i18n'
import { Switch, TextField } from '../../ui'
import { Row, Section, useChange, useDraft } from './section'
import { text } from './alert.text'

const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d$/

/** Which alerts are wanted, and when the desktop may be disturbed. */
export function AlertSettings({ settings }: { settings: Settings }) {
  const words = useText(text)
  const language = useLanguage()
  const change = useChange()
  const { alerts } = settings
  const set = (part: Partial<Settings['alerts']>) => void change.run({ alerts: part })
  const turn = (kind: AlertKind, on: boolean) =>
    set({ off: on ? alerts.off.filter((each) => each !== kind) : [...alerts.off, kind] })
  return (
    <Section title={words.title}>
      <Row label={words.desktop} hint={words.desktopHint}>
        <Switch label={words.desktop} checked={alerts.desktop} onChange={(desktop) => set({ desktop })} />
      </Row>
      <Row label={words.quiet} hint={words.quietHint}>
        <span className="ui-row">
          <Switch
            label={words.quiet}
            checked={alerts.quietHours.on}
            onChange={(on) => set({ quietHours: { ...alerts.quietHours, on } })}
          />
          <Time
            label={words.from}
            value={alerts.quietHours.from}
            onChange={(from) => set({ quietHours: { ...alerts.quietHours, from } })}
          />
          <Time
            label={words.to}
            value={alerts.quietHours.to}
            onChange={(to) => set({ quietHours: { ...alerts.quietHours, to } })}
          />
        </span>
      </Row>
      {alertKinds.map((kind) => (
        <Row
          key={kind}
          label={alertKindName(kind, language)}
          {...(kind === 'reaper' ? { hint: words.reaperHint } : {})}
        >
          <Switch
            label={alertKindName(kind, language)}
            checked={!alerts.off.includes(kind)}
            onChange={(on) => turn(kind, on)}
          />
        </Row>
      ))}
    </Section>
  )
}

/** A time of day as 22:00; anything else is not taken. */
function Time(props: { label: string; value: string; onChange: (value: string) => void }) {
  const draft = useDraft(props.value, (value) => {
    if (timeOfDay.test(value.trim())) props.onChange(value.trim())
  })
  return (
    <TextField
      className="settings-time"
      label={props.label}
      value={draft.value}
      onChange={draft.onChange}
      onEnter={draft.commit}
      onBlur={draft.commit}
    />
  )
}
