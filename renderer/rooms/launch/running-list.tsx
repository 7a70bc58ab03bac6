import { NotebookPen, Square, SquareTerminal } from 'lucide-react'
import { useState } from 'react'
import type { Container } from '../../../shared/contract/containers'
import type { CatalogueEntry } from '../../../shared/contract/launch'
import { useFormat, useText } from '../../i18n'
import { latest, openWorkspace, useAction, useClient, useContainers, useGpus } from '../../state'
import { Button, Card, showToast, StatusDot } from '../../ui'
import { text } from './text'

type Running = Container & { environment: NonNullable<Container['environment']> }

/** What runs already: open it instead of launching it again. */
export function RunningList(props: { catalogue: CatalogueEntry[] }) {
  const words = useText(text).running
  const running = (latest(useContainers()) ?? []).filter(
    (container): container is Running => container.environment !== null && container.state === 'running',
  )
  if (running.length === 0) return null
  return (
    <section className="ui-stack launch-running" aria-label={words.title}>
      <h2 className="ui-muted">{words.title}</h2>
      <Card flush>
        <ul className="launch-running-rows">
          {running.map((container) => (
            <Row
              key={container.id}
              container={container}
              title={
                props.catalogue.find(({ id }) => id === container.environment.entry)?.title ?? container.image
              }
            />
          ))}
        </ul>
      </Card>
    </section>
  )
}

function Row({ container, title }: { container: Running; title: string }) {
  const words = useText(text).running
  const gpuWords = useText(text).gpus
  const format = useFormat()
  const client = useClient()
  const gpus = latest(useGpus())
  const { environment } = container
  const stop = useAction(async () => {
    await client.containers.stop({ id: container.id })
    showToast({ title: words.stopped(environment.name), text: words.stoppedText })
  })
  const [now] = useState(() => Date.now())
  const tab = { containerId: container.id, name: environment.name }
  const cards = environment.gpuUuids.map((uuid) => {
    const card = gpus?.is === 'live' ? gpus.cards.find((each) => each.uuid === uuid) : undefined
    return card ? gpuWords.card(card.index) : uuid.slice(0, 12)
  })
  return (
    <li className="launch-running-row">
      <div className="launch-running-name">
        <StatusDot tone="good" />
        <span className="ui-strong ui-truncate" title={environment.name}>
          {environment.name}
        </span>
      </div>
      <span className="ui-muted ui-truncate" title={container.image}>
        {title}
      </span>
      <span className="ui-muted ui-truncate">{cards.length === 0 ? words.cpu : cards.join(', ')}</span>
      <span className="ui-faint ui-truncate">{words.since(format.ago(environment.launchedAt, now))}</span>
      <div className="ui-row launch-running-actions">
        <Button
          size="sm"
          icon={<SquareTerminal size={13} aria-hidden />}
          aria-label={words.terminalOf(environment.name)}
          onPress={() => openWorkspace(tab, 'terminal')}
        >
          {words.terminal}
        </Button>
        <Button
          size="sm"
          icon={<Square size={11} aria-hidden />}
          aria-label={words.stopOf(environment.name)}
          pending={stop.pending}
          onPress={() => void stop.run()}
        >
          {words.stop}
        </Button>
        {environment.jupyter && (
          <Button
            size="sm"
            variant="primary"
            icon={<NotebookPen size={13} aria-hidden />}
            aria-label={words.jupyterOf(environment.name)}
            onPress={() => openWorkspace(tab)}
          >
            {words.jupyter}
          </Button>
        )}
      </div>
    </li>
  )
}
