import type { Settings } from '../../../shared/model/settings'
import { useText } from '../../i18n'
import { ChipGroup } from '../../ui'
import { Row, Section, useChange } from './section'
import { text } from './text'

const themes = ['system', 'light', 'dark'] as const
const languages = ['system', 'en', 'zh-CN'] as const

export function Appearance({ settings }: { settings: Settings }) {
  const words = useText(text)
  const change = useChange()
  return (
    <Section title={words.appearance}>
      <Row label={words.theme}>
        <ChipGroup
          label={words.theme}
          selected={settings.theme}
          onSelect={(theme) => void change.run({ theme })}
          chips={themes.map((key) => ({ key, label: words.themes[key] }))}
        />
      </Row>
      <Row label={words.language}>
        <ChipGroup
          label={words.language}
          selected={settings.language}
          onSelect={(language) => void change.run({ language })}
          chips={languages.map((key) => ({ key, label: words.languages[key] }))}
        />
      </Row>
    </Section>
  )
}
