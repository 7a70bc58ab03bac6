import { Trash2 } from 'lucide-react'
import type { Settings } from '../../../shared/model/settings'
import { useText } from '../../i18n'
import { IconButton } from '../../ui'
import { Section, useChange } from './section'
import { text } from './text'

export function OwnEnvironments({ settings }: { settings: Settings }) {
  const words = useText(text)
  const change = useChange()
  const { references } = settings
  return (
    <Section title={words.own}>
      {references.length === 0 && <div className="settings-row ui-muted">{words.ownEmpty}</div>}
      {references.map((reference) => (
        <div key={reference.id} className="settings-own">
          <div className="ui-grow">
            <div className="ui-truncate settings-label">{reference.title}</div>
            <code className="ui-faint ui-truncate settings-code" title={reference.image}>
              {reference.image}
            </code>
          </div>
          <IconButton
            label={words.remove(reference.title)}
            onPress={() =>
              void change.run({ references: references.filter(({ id }) => id !== reference.id) })
            }
          >
            <Trash2 size={15} aria-hidden />
          </IconButton>
        </div>
      ))}
    </Section>
  )
}
