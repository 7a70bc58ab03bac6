import { useEffect, useState } from 'react'
import { PlugZap } from 'lucide-react'
import type { EngineAttempt, EngineState } from '../../shared/contract/engine'
import { engineSources, useFormat, useRefusalWords, useText } from '../i18n'
import { navigate, useAction, useClient } from '../state'
import { Badge, Button, Card, CodeBlock, Disclosure, HeaderCell, Table, type Tone } from '../ui'
import { text } from './text'

type Down = Extract<EngineState, { is: 'down' }>

const tones: Record<EngineAttempt['outcome'], Tone> = {
  answered: 'good',
  absent: 'neutral',
  refused: 'bad',
  forbidden: 'bad',
  silent: 'warn',
  'too-old': 'warn',
  unsupported: 'warn',
  'not-tried': 'neutral',
}

/** No engine: said above the doctor, who finds out why and mends it. It goes by itself when an engine answers. */
export function EngineDown(props: { engine: Down; connecting: boolean }) {
  const words = useText(text).engine
  const client = useClient()
  const reconnect = useAction(() => client.engine.reconnect())
  const { engine } = props
  const { cause } = useRefusalWords(engine.refusal)
  const trying = props.connecting || reconnect.pending
  return (
    <Card className="app-down">
      <div className="app-down-head">
        <span className="app-down-icon">
          <PlugZap size={22} aria-hidden />
        </span>
        <div className="ui-stack ui-grow" role="alert">
          <h2>{words.title}</h2>
          <p className="ui-muted">{cause}</p>
        </div>
        <Button onPress={() => navigate({ room: 'settings' })}>{words.settings}</Button>
        <Button pending={trying} onPress={() => void reconnect.run()}>
          {words.retry}
        </Button>
      </div>
      <div className="ui-stack app-down-more">
        <span className="ui-faint ui-small">
          <RetryWord at={engine.retryAt} trying={trying} />
        </span>
        {engine.tried.length > 0 && (
          <Disclosure title={words.tried}>
            <Card flush>
              <Attempts tried={engine.tried} />
            </Card>
          </Disclosure>
        )}
        {engine.refusal.raw !== '' && (
          <Disclosure title={words.raw}>
            <CodeBlock code={engine.refusal.raw} wrap />
          </Disclosure>
        )}
      </div>
    </Card>
  )
}

function RetryWord(props: { at: number; trying: boolean }) {
  const words = useText(text).engine
  const format = useFormat()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.ceil((props.at - now) / 1000)
  return props.trying || seconds <= 0 ? words.retrying : words.retryIn(format.duration(seconds))
}

function Attempts({ tried }: { tried: EngineAttempt[] }) {
  const words = useText(text).engine
  const sources = useText(engineSources)
  return (
    <Table
      label={words.tried}
      head={
        <>
          <HeaderCell>{words.columns.source}</HeaderCell>
          <HeaderCell>{words.columns.address}</HeaderCell>
          <HeaderCell>{words.columns.outcome}</HeaderCell>
        </>
      }
    >
      {tried.map((attempt) => (
        <tr key={`${attempt.source} ${attempt.name} ${attempt.address}`}>
          <td className="app-down-source">
            {sources[attempt.source]}
            {attempt.name !== '' && <span className="ui-faint"> {attempt.name}</span>}
          </td>
          <td>
            <code>{attempt.address}</code>
            {attempt.detail !== '' && <div className="ui-small ui-faint">{attempt.detail}</div>}
          </td>
          <td className="app-down-source">
            <Badge tone={tones[attempt.outcome]}>{words.outcomes[attempt.outcome]}</Badge>
          </td>
        </tr>
      ))}
    </Table>
  )
}
