import type { EngineUp } from '../../../shared/contract/engine'
import type { Settings } from '../../../shared/model/settings'
import { engineSources, useFormat, useRefusalWords, useText } from '../../i18n'
import { latest, useEngine } from '../../state'
import { Button, KeyValue, Spinner, StatusDot, TextField } from '../../ui'
import { Row, Section, useChange, useDraft } from './section'
import { text } from './text'

export function EngineSettings({ settings }: { settings: Settings }) {
  const words = useText(text)
  const change = useChange()
  const address = useDraft(
    settings.engineAddress,
    (value) => void change.run({ engineAddress: value.trim() }),
  )
  const typed = address.value.trim()
  const wrong = typed !== '' && !/^(unix|tcp|ssh|https?|npipe):\/\//.test(typed)
  const commit = () => {
    if (!wrong) address.commit()
  }
  return (
    <Section title={words.engine}>
      <Row label={words.address} hint={words.addressHint} wide>
        <div className="settings-pair">
          <TextField
            className="ui-grow"
            label={words.address}
            labelHidden
            mono
            value={address.value}
            onChange={address.onChange}
            onEnter={commit}
            placeholder={words.addressPlaceholder}
            error={wrong ? words.addressWrong : ''}
          />
          <Button isDisabled={!address.changed || wrong} pending={change.pending} onPress={commit}>
            {words.apply}
          </Button>
        </div>
      </Row>
      <EngineNow />
    </Section>
  )
}

function EngineNow() {
  const words = useText(text)
  const engine = latest(useEngine())
  if (!engine || engine.is === 'connecting') {
    return (
      <div className="settings-row ui-muted">
        <span className="ui-row">
          <Spinner /> {words.connecting}
        </span>
      </div>
    )
  }
  if (engine.is === 'down') return <Down refusal={engine.refusal} />
  return <Up engine={engine} />
}

function Down(props: { refusal: Parameters<typeof useRefusalWords>[0] }) {
  const words = useText(text)
  const { cause, next } = useRefusalWords(props.refusal)
  return (
    <div className="settings-block">
      <div className="ui-row ui-strong">
        <StatusDot tone="bad" /> {words.notConnected}
      </div>
      <p className="ui-muted">
        {cause} {next}
      </p>
    </div>
  )
}

function Up({ engine }: { engine: EngineUp }) {
  const words = useText(text)
  const format = useFormat()
  const where = useText(engineSources)[engine.source]
  const source = engine.name === '' ? where : `${where} (${engine.name})`
  const flags = engine.rootless ? `, ${words.facts.rootless}` : ''
  return (
    <div className="settings-block">
      <div className="ui-row ui-row--wrap">
        <StatusDot tone="good" />
        <span className="ui-strong">
          {words.found} {engine.product === 'podman' ? 'Podman' : 'Docker'} {engine.version}
        </span>
        <span className="ui-faint">
          {words.api(engine.apiVersion)} · {words.via(source)}
        </span>
      </div>
      <KeyValue
        entries={[
          { key: words.address, value: <code>{engine.address}</code> },
          { key: words.facts.host, value: engine.hostName },
          { key: words.facts.system, value: `${engine.os}, ${engine.architecture}${flags}` },
          { key: words.facts.memory, value: words.cores(engine.cpus, format.memory(engine.memoryBytes)) },
          { key: words.facts.storage, value: engine.storageDriver },
          { key: words.facts.runtimes, value: engine.runtimes.join(', ') },
          ...(engine.cdiDevices.length > 0
            ? [{ key: words.facts.cdi, value: engine.cdiDevices.join(', ') }]
            : []),
        ]}
      />
    </div>
  )
}
