import type { Settings } from '../../../shared/model/settings'
import { useText } from '../../i18n'
import { latest, useCatalogue } from '../../state'
import { Select, TextField } from '../../ui'
import { Row, Section, useChange, useDraft } from './section'
import { text } from './text'

export function LaunchSettings({ settings }: { settings: Settings }) {
  const words = useText(text)
  const change = useChange()
  const catalogue = latest(useCatalogue()) ?? []
  const folder = useDraft(settings.projectFolder, (value) => void change.run({ projectFolder: value.trim() }))
  const typed = folder.value.trim()
  const wrong = typed !== '' && !/^(\/|[A-Za-z]:[\\/])/.test(typed)
  const commit = () => {
    if (!wrong) folder.commit()
  }
  const known = catalogue.some((entry) => entry.id === settings.starter)
  return (
    <Section title={words.launch}>
      <Row label={words.folder} hint={words.folderHint}>
        <TextField
          label={words.folder}
          labelHidden
          mono
          value={folder.value}
          onChange={folder.onChange}
          onEnter={commit}
          onBlur={commit}
          error={wrong ? words.folderWrong : ''}
        />
      </Row>
      <Row label={words.starter} hint={words.starterHint}>
        <Select
          label={words.starter}
          labelHidden
          value={known ? settings.starter : 'default'}
          onChange={(key) => void change.run({ starter: key === 'default' ? '' : key })}
          options={[
            { key: 'default', label: words.starterDefault },
            ...catalogue.map((entry) => ({ key: entry.id, label: entry.title })),
          ]}
        />
      </Row>
    </Section>
  )
}
