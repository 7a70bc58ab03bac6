import { useFormat, useText } from '../../../i18n'
import { NumberField, Switch } from '../../../ui'
import { ruleOf, type Draft } from './rule'
import { text } from './text'

export function RuleForm({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const words = useText(text)
  const format = useFormat()
  const rule = ruleOf(draft)
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part })
  const sentence =
    rule === null
      ? words.notYet
      : words.sentence(
          format.duration(rule.idleMinutes * 60),
          format.mebibytes(rule.memoryMiB),
          format.duration(rule.graceMinutes * 60),
        )
  return (
    <>
      <Switch checked={draft.on} onChange={(on) => set({ on })}>
        {words.on}
      </Switch>
      <div className="reaper-fields">
        <NumberField
          label={words.idle}
          unit={words.minutes}
          min={1}
          max={10_080}
          step={1}
          value={draft.idleMinutes}
          onChange={(idleMinutes) => set({ idleMinutes })}
          disabled={!draft.on}
        />
        <NumberField
          label={words.memory}
          unit="GB"
          min={0.01}
          max={976}
          value={draft.memoryGB}
          onChange={(memoryGB) => set({ memoryGB })}
          disabled={!draft.on}
        />
        <NumberField
          label={words.grace}
          unit={words.minutes}
          min={1}
          max={1440}
          step={1}
          value={draft.graceMinutes}
          onChange={(graceMinutes) => set({ graceMinutes })}
          disabled={!draft.on}
        />
      </div>
      <p className="ui-muted" aria-live="polite">
        {draft.on ? sentence : words.off}
      </p>
      <p className="ui-faint ui-small">{words.never}</p>
    </>
  )
}
