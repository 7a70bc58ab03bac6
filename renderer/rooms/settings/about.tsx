import { useText } from '../../i18n'
import { latest, useHostFacts } from '../../state'
import { CopyButton, KeyValue } from '../../ui'
import { Section } from './section'
import { text } from './text'

export function About({ file }: { file: string }) {
  const words = useText(text)
  const facts = latest(useHostFacts())
  return (
    <Section title={words.about}>
      <div className="settings-block">
        <KeyValue
          entries={[
            ...(facts
              ? [
                  { key: words.version, value: `Berth ${facts.version}` },
                  { key: words.mode, value: words.modes[facts.mode] },
                  { key: words.machine, value: `${facts.userName}@${facts.hostName} · ${facts.platform}` },
                ]
              : []),
            { key: words.licence, value: words.licenceText },
            {
              key: words.file,
              value: (
                <span className="settings-file">
                  <code>{file}</code>
                  <CopyButton text={file} />
                </span>
              ),
            },
          ]}
        />
      </div>
    </Section>
  )
}
