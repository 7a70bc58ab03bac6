import type { Settings } from '../../../shared/model/settings'
import { useText } from '../../i18n'
import { NumberField, Select, TextField } from '../../ui'
import { Row, Section, useChange, useDraft } from './section'
import { text } from './text'

const carriers = ['engine', 'pty'] as const

export function TerminalSettings({ settings }: { settings: Settings }) {
  const words = useText(text)
  const change = useChange()
  const { terminal } = settings
  const set = (part: Partial<Settings['terminal']>) => void change.run({ terminal: { ...terminal, ...part } })
  const font = useDraft(terminal.fontFamily, (fontFamily) => set({ fontFamily: fontFamily.trim() }))
  return (
    <Section title={words.terminal}>
      <Row label={words.carrier} hint={words.carrierHint}>
        <Select
          label={words.carrier}
          labelHidden
          value={terminal.carrier}
          onChange={(carrier) => set({ carrier })}
          options={carriers.map((key) => ({ key, label: words.carriers[key] }))}
        />
      </Row>
      <Row label={words.fontSize}>
        <NumberField
          className="settings-number"
          label={words.fontSize}
          labelHidden
          value={terminal.fontSize}
          onChange={(value) => set({ fontSize: Math.round(value ?? 13) })}
          min={8}
          max={32}
          unit="px"
        />
      </Row>
      <Row label={words.fontFamily}>
        <TextField
          label={words.fontFamily}
          labelHidden
          value={font.value}
          onChange={font.onChange}
          onEnter={font.commit}
          onBlur={font.commit}
          placeholder={words.fontPlaceholder}
        />
      </Row>
      <Row label={words.scrollback}>
        <NumberField
          className="settings-number"
          label={words.scrollback}
          labelHidden
          value={terminal.scrollback}
          onChange={(value) => set({ scrollback: Math.round(value ?? 10_000) })}
          min={0}
          max={200_000}
          unit={words.lines}
        />
      </Row>
    </Section>
  )
}
