import { useEffect, useState } from 'react'
import { PlugZap } from 'lucide-react'
import type { EngineAttempt, EngineState } from '../../shared/contract/engine'
import { engineSources, useFormat, useRefusalWords, useText } from '../i18n'
import { navigate, useAction, useClient } from '../state'
import { Badge, Button, Card, CodeBlock, Disclosure, HeaderCell, Page, Table, type Tone } from '../ui'
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

/** No engine: what was tried, why it failed, what to do. It goes by itself when an engine answers. */
export function EngineDownPage(props: { engine: Down; connecting: boolean }) {
  const words = useText(text).engine
  const client = useClient()
  const reconnect = useAction(() => client.engine.reconnect())
  const { engine } = props
  const { cause, next } = useRefusalWords(engine.refusal)
  const trying = props.connecting || reconnect.pending
  return (
    <Page width="reading">
      <Card className="app-down">
        <div className="app-down-head">
          <span className="app-down-icon">
            <PlugZap size={22} aria-hidden />
          </span>
          <div className="ui-stack ui-grow" role="alert">
            <h1>{words.title}</h1>
            <p>{cause}</p>
            <p className="ui-muted">{next}</p>
          </div>
        </div>
        <div className="ui-row app-down-actions">
          <Button variant="primary" pending={trying} onPress={() => void reconnect.run()}>
            {words.retry}
          </Button>
          <Button onPress={() => navigate({ room: 'settings' })}>{words.settings}</Button>
          <span className="ui-faint">
            <RetryWord at={engine.retryAt} trying={trying} />
          </span>
        </div>
      </Card>
      {engine.tried.length > 0 && (
        <section className="ui-stack">
          <h2 className="ui-muted">{words.tried}</h2>
          <Card flush>
            <Attempts tried={engine.tried} />
          </Card>
        </section>
      )}
      {engine.refusal.raw !== '' && (
        <Disclosure title={words.raw}>
          <CodeBlock code={engine.refusal.raw} wrap />
        </Disclosure>
      )}
    </Page>
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
