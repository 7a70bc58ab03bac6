import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { X } from 'lucide-react'
import type { Container, ContainerDetails, ContainerUsage } from '../../../shared/contract/containers'
import type { Card } from '../../../shared/contract/gpus'
import { useFormat, useLanguage, useText } from '../../i18n'
import { useAnswer, useClient, type Answer } from '../../state'
import { CopyButton, IconButton, KeyValue, RefusalView, StatusDot, Tabs, type KeyValueEntry } from '../../ui'
import { LogsView } from '../logs'
import { displayName } from './actions'
import { GpuWords } from './gpu-words'
import { portWords } from './ports'
import { gpusOf, toneOf } from './rows'
import { stateWords } from './state-words'
import { text } from './text'

type DrawerProps = {
  container: Container
  usage: ContainerUsage | null
  cards: readonly Card[]
  tab: 'details' | 'logs'
  onTab: (tab: 'details' | 'logs') => void
  onClose: () => void
}

/** One container from close by: what it is, what it may reach, and what it printed. */
export function DetailsDrawer(props: DrawerProps) {
  const { container } = props
  const words = useText(text)
  const language = useLanguage()
  return (
    <ModalOverlay
      className="ct-scrim"
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) props.onClose()
      }}
    >
      <Modal className="ct-drawer">
        <Dialog className="ct-drawer-body">
          <header className="ct-drawer-head">
            <div className="ui-grow">
              <Heading slot="title" className="ui-truncate" title={displayName(container)}>
                {displayName(container)}
              </Heading>
              <div className="ui-row ui-muted">
                <StatusDot tone={toneOf(container)} hollow={toneOf(container) === 'neutral'} />{' '}
                {stateWords(container, language)}
              </div>
            </div>
            <IconButton quiet label={words.closeDetails} onPress={props.onClose}>
              <X size={16} aria-hidden />
            </IconButton>
          </header>
          <Tabs
            label={displayName(container)}
            selected={props.tab}
            onSelect={props.onTab}
            tabs={[
              { key: 'details', label: words.details, panel: <Details {...props} /> },
              { key: 'logs', label: words.logs, panel: <LogsView containerId={container.id} /> },
            ]}
          />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Details(props: DrawerProps) {
  const { container } = props
  const words = useText(text)
  const client = useClient()
  // The state is part of the question: a restart changes the answer.
  const { answer } = useAnswer(`${container.id} ${container.state}`, (signal) =>
    client.containers.details({ id: container.id }, { signal }),
  )
  const details = known(answer)
  return (
    <div className="ct-details">
      {answer.is === 'refused' && <RefusalView refusal={answer.refusal} />}
      <KeyValue entries={useFacts(props, details)} />
      <h2>{words.mounts}</h2>
      <Mounts mounts={container.mounts} />
      {details && details.env.length > 0 && (
        <>
          <h2>{words.variables}</h2>
          {details.env.some((variable) => variable.value === null) && (
            <p className="ui-small ui-muted">{words.variablesNote}</p>
          )}
          <dl className="ct-env">
            {details.env.map(({ name, value }) => (
              <div key={name}>
                <dt title={name}>{name}</dt>
                <dd title={value ?? ''}>{value ?? <em className="ui-faint">{words.hidden}</em>}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  )
}

function useFacts(
  { container, usage, cards }: DrawerProps,
  details: ContainerDetails | null,
): KeyValueEntry[] {
  const { fields, columns, memoryOf, cpuOf, noPorts } = useText(text)
  const format = useFormat()
  const ours = container.environment
  const ports = portWords(container.ports)
  const fact = (key: string, value: KeyValueEntry['value']): KeyValueEntry[] =>
    value === null || value === '' ? [] : [{ key, value }]
  return [
    ...fact(fields.status, container.status),
    ...fact(fields.image, <Copyable text={container.image} />),
    ...fact(fields.entry, ours?.entry ?? ''),
    ...fact(fields.folder, ours ? <Copyable text={ours.projectFolder} /> : null),
    ...fact(columns.gpus, <GpuWords gpus={gpusOf(container, cards)} />),
    ...fact(
      fields.address,
      ports.length === 0
        ? noPorts
        : ports.map((port) => (
            <div key={port.whole} className="ui-mono">
              {port.whole}
            </div>
          )),
    ),
    ...fact(columns.cpu, usage ? cpuOf(format.percent(usage.cpuPercent / 100)) : null),
    ...fact(
      columns.memory,
      usage ? memoryOf(format.memory(usage.memoryBytes), format.memory(usage.memoryLimitBytes)) : null,
    ),
    ...fact(fields.shm, details?.shmBytes ? format.memory(details.shmBytes) : null),
    ...fact(fields.user, details?.user ?? ''),
    ...fact(fields.created, format.moment(container.createdAt)),
    ...fact(fields.started, details?.startedAt ? format.moment(details.startedAt) : null),
    ...fact(fields.id, <Copyable text={container.id} brief={container.id.slice(0, 12)} />),
    ...fact(fields.environment, ours ? <Copyable text={ours.id} /> : null),
    ...fact(
      fields.imageId,
      <Copyable text={container.imageId} brief={container.imageId.replace(/^sha256:/, '').slice(0, 12)} />,
    ),
  ]
}

function Mounts(props: { mounts: Container['mounts'] }) {
  const words = useText(text)
  if (props.mounts.length === 0) return <p className="ui-muted">{words.noMounts}</p>
  return (
    <ul className="ct-mounts">
      {props.mounts.map((mount) => (
        <li key={mount.target}>
          <div className="ui-mono">{mount.target}</div>
          <div className="ui-small ui-muted">
            <bdi>{mount.source === '' ? mount.type : mount.source}</bdi>
            {mount.readOnly && ` · ${words.readOnly}`}
          </div>
        </li>
      ))}
    </ul>
  )
}

function Copyable(props: { text: string; brief?: string }) {
  return (
    <span className="ct-copyable">
      <span className="ui-mono" title={props.text}>
        {props.brief ?? props.text}
      </span>
      <CopyButton text={props.text} />
    </span>
  )
}

function known<T>(answer: Answer<T>): T | null {
  if (answer.is === 'here') return answer.value
  return answer.is === 'waiting' ? answer.last : null
}
