import { memo, type KeyboardEvent } from 'react'
import {
  Anchor,
  Box,
  EllipsisVertical,
  FileText,
  Play,
  RotateCw,
  Square,
  SquareTerminal,
  Trash2,
} from 'lucide-react'
import type { Container, ContainerUsage } from '../../../shared/contract/containers'
import { isolated } from '../../../shared/model/isolated'
import { useFormat, useLanguage, useText } from '../../i18n'
import { Button, IconButton, Menu, StatusDot } from '../../ui'
import { displayName, type ContainerActions, type Verb } from './actions'
import { GpuWords } from './gpu-words'
import { briefImage } from './image-words'
import { portWords } from './ports'
import { isRunning, toneOf, type Gpus } from './rows'
import { useEntryTitle } from '../../state'
import { stateWords } from './state-words'
import { text } from './text'

export type RowProps = {
  container: Container
  usage: ContainerUsage | null
  gpus: Gpus
  home: string
  pending: Verb | null
  /** The one row that Tab reaches. */
  tabbable: boolean
  actions: Pick<ContainerActions, 'run' | 'openJupyter' | 'openTerminal'>
  onDetails: (container: Container, tab: 'details' | 'logs') => void
  onRemove: (container: Container) => void
}

export const ContainerRow = memo(function ContainerRow(props: RowProps) {
  const { container, usage } = props
  const words = useText(text)
  const format = useFormat()
  const language = useLanguage()
  const ours = container.environment
  const entryTitle = useEntryTitle()
  const ports = portWords(container.ports)
  const open = (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.key === 'Enter' && event.target === event.currentTarget) props.onDetails(container, 'details')
  }
  return (
    <tr
      tabIndex={props.tabbable ? 0 : -1}
      data-id={container.id}
      onKeyDown={open}
      onDoubleClick={() => props.onDetails(container, 'details')}
    >
      <td>
        <div className="ct-name">
          {ours ? (
            <Anchor size={15} className="ct-ours" role="img" aria-label={words.ours} />
          ) : (
            <Box size={15} className="ui-faint" aria-hidden />
          )}
          <div className="ui-grow">
            <div className="ui-truncate ui-strong" title={displayName(container)}>
              {displayName(container)}
            </div>
            {ours && (
              <div className="ui-truncate ui-small ui-muted" title={ours.projectFolder}>
                {[entryTitle(ours.entry), isolated(format.path(ours.projectFolder, props.home))]
                  .filter(Boolean)
                  .join(' · ')}
              </div>
            )}
          </div>
        </div>
      </td>
      <td>
        <span className="ui-row" title={container.status}>
          <StatusDot tone={toneOf(container)} hollow={toneOf(container) === 'neutral'} />
          <span className="ui-truncate">{stateWords(container, language)}</span>
        </span>
      </td>
      <td className="ct-wide">
        <div className="ui-truncate ui-mono" title={container.image}>
          {briefImage(container.image)}
        </div>
      </td>
      <td>
        <GpuWords gpus={props.gpus} />
      </td>
      <td className="ct-wide ui-mono">
        <div className="ui-truncate" title={ports.map((port) => port.whole).join('\n')}>
          {ports.map((port) => port.brief).join(', ')}
        </div>
      </td>
      <td className="ui-number">{usage ? format.percent(usage.cpuPercent / 100) : ''}</td>
      <td className="ui-number">
        {usage && (
          <span
            title={words.memoryOf(format.memory(usage.memoryBytes), format.memory(usage.memoryLimitBytes))}
          >
            {format.memory(usage.memoryBytes)}
          </span>
        )}
      </td>
      <td>
        <RowActions {...props} />
      </td>
    </tr>
  )
})

function RowActions(props: RowProps) {
  const { container, actions, pending } = props
  const words = useText(text)
  const running = container.state === 'running'
  const icon = { size: 14, 'aria-hidden': true } as const
  const run = (verb: Verb) => () => void actions.run(verb, container)
  return (
    <div className="ct-actions">
      {running && container.environment?.jupyter === true && (
        <Button size="sm" variant="primary" onPress={() => actions.openJupyter(container)}>
          {words.jupyter}
        </Button>
      )}
      {running ? (
        <IconButton size="sm" label={words.terminal} onPress={() => actions.openTerminal(container)}>
          <SquareTerminal {...icon} />
        </IconButton>
      ) : (
        <Button size="sm" icon={<Play {...icon} />} pending={pending === 'start'} onPress={run('start')}>
          {words.start}
        </Button>
      )}
      <Menu
        label={words.more(displayName(container))}
        entries={[
          {
            key: 'details',
            label: words.details,
            icon: <Box {...icon} />,
            run: () => props.onDetails(container, 'details'),
          },
          {
            key: 'logs',
            label: words.logs,
            icon: <FileText {...icon} />,
            run: () => props.onDetails(container, 'logs'),
          },
          'line',
          {
            key: 'stop',
            label: words.stop,
            icon: <Square {...icon} />,
            disabled: !isRunning(container),
            run: run('stop'),
          },
          {
            key: 'restart',
            label: words.restart,
            icon: <RotateCw {...icon} />,
            disabled: !isRunning(container),
            run: run('restart'),
          },
          'line',
          {
            key: 'remove',
            label: words.remove,
            icon: <Trash2 {...icon} />,
            tone: 'danger',
            run: () => props.onRemove(container),
          },
        ]}
      >
        <IconButton
          size="sm"
          quiet
          label={words.more(displayName(container))}
          pending={pending !== null && pending !== 'start'}
        >
          <EllipsisVertical {...icon} />
        </IconButton>
      </Menu>
    </div>
  )
}
