import type { Settings } from '../../../shared/model/settings'
import { useText } from '../../i18n'
import { ChipGroup, NumberField, Select, Switch, TextField } from '../../ui'
import { Row, Section, useChange, useDraft } from './section'
import { terminalText } from './terminal.text'

type Terminal = Settings['terminal']
type Change = { terminal: Terminal; set: (part: Partial<Terminal>) => void }

const carriers = ['engine', 'pty'] as const
const themes = ['app', 'dark', 'light'] as const
const cursors = ['block', 'bar', 'underline'] as const
const bells = ['none', 'visual', 'sound'] as const
const turns = ['copyOnSelect', 'pasteWarning'] as const

export function TerminalSettings({ settings }: { settings: Settings }) {
  const words = useText(terminalText)
  const change = useChange()
  const { terminal } = settings
  // Only what was changed: the zoom of a terminal may change another part at the same time.
  const set = (part: Partial<Terminal>) => void change.run({ terminal: part })
  return (
    <Section title={words.title}>
      <Row label={words.carrier} hint={words.carrierHint}>
        <Select
          label={words.carrier}
          labelHidden
          value={terminal.carrier}
          onChange={(carrier) => set({ carrier })}
          options={carriers.map((key) => ({ key, label: words.carriers[key] }))}
        />
      </Row>
      <Looks terminal={terminal} set={set} />
      <Manners terminal={terminal} set={set} />
    </Section>
  )
}

function Looks({ terminal, set }: Change) {
  const words = useText(terminalText)
  const font = useDraft(terminal.fontFamily, (fontFamily) => set({ fontFamily: fontFamily.trim() }))
  return (
    <>
      <Row label={words.colours}>
        <ChipGroup
          label={words.colours}
          selected={terminal.theme}
          onSelect={(theme) => set({ theme })}
          chips={themes.map((key) => ({ key, label: words.themes[key] }))}
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
      <Row label={words.cursor}>
        <ChipGroup
          label={words.cursor}
          selected={terminal.cursor}
          onSelect={(cursor) => set({ cursor })}
          chips={cursors.map((key) => ({ key, label: words.cursors[key] }))}
        />
      </Row>
      <Row label={words.cursorBlink}>
        <Switch
          label={words.cursorBlink}
          checked={terminal.cursorBlink}
          onChange={(cursorBlink) => set({ cursorBlink })}
        />
      </Row>
    </>
  )
}

function Manners({ terminal, set }: Change) {
  const words = useText(terminalText)
  return (
    <>
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
      {turns.map((key) => (
        <Row key={key} label={words[key]} hint={words[`${key}Hint`]}>
          <Switch label={words[key]} checked={terminal[key]} onChange={(on) => set({ [key]: on })} />
        </Row>
      ))}
      <Row label={words.bell}>
        <ChipGroup
          label={words.bell}
          selected={terminal.bell}
          onSelect={(bell) => set({ bell })}
          chips={bells.map((key) => ({ key, label: words.bells[key] }))}
        />
      </Row>
      <Row label={words.screenReader} hint={words.screenReaderHint}>
        <Switch
          label={words.screenReader}
          checked={terminal.screenReader}
          onChange={(screenReader) => set({ screenReader })}
        />
      </Row>
    </>
  )
}
