import { Play, RotateCw, Square, Trash2 } from 'lucide-react'
import type { Container } from '../../../shared/contract/containers'
import { useFormat, useText } from '../../i18n'
import { latest, useAnswer, useClient, useEntryTitle, useHostFacts, useUsage } from '../../state'
import { Button, CopyButton, KeyValue, Meter, Skeleton } from '../../ui'
import { isRunning, type ContainerActions } from '../containers'
import { SideCards } from './side-cards'
import { KernelsSection } from './kernels/kernels-section'
import { ReaperLine } from './reaper/reaper-line'
import { ReservationLine } from './reservation-line'
import { text } from './text'
import { useNow } from './use-now'

/** Beside JupyterLab: the environment's own cards, what its container uses, and what may be done with it. */
export function SidePanel(props: {
  container: Container
  actions: ContainerActions
  onRestarted: () => void
  onRemove: () => void
  onReaper: () => void
  onReserve: () => void
}) {
  const { container, actions } = props
  const words = useText(text)
  const pending = actions.pending.get(container.id)
  const running = isRunning(container)
  return (
    <aside className="ws-side" aria-label={words.side}>
      <section className="ui-stack">
        <h2>{words.gpus}</h2>
        <SideCards container={container} />
        <ReservationLine environmentId={container.environment?.id ?? null} onReserve={props.onReserve} />
      </section>
      {running && container.environment?.jupyter === true && (
        <div className="ui-stack">
          <KernelsSection container={container} />
          <ReaperLine environmentId={container.environment.id} onOpen={props.onReaper} />
        </div>
      )}
      <section className="ui-stack">
        <h2>{words.container}</h2>
        <Facts container={container} />
      </section>
      <div className="ws-side-actions">
        {running ? (
          <>
            <Button
              size="sm"
              icon={<Square size={13} aria-hidden />}
              pending={pending === 'stop'}
              onPress={() => void actions.run('stop', container)}
            >
              {words.stop}
            </Button>
            <Button
              size="sm"
              icon={<RotateCw size={13} aria-hidden />}
              pending={pending === 'restart'}
              onPress={() => void actions.run('restart', container).then(props.onRestarted)}
            >
              {words.restart}
            </Button>
          </>
        ) : (
          <Button
            size="sm"
            icon={<Play size={13} aria-hidden />}
            pending={pending === 'start'}
            onPress={() => void actions.run('start', container)}
          >
            {words.start}
          </Button>
        )}
        <Button size="sm" icon={<Trash2 size={13} aria-hidden />} onPress={props.onRemove}>
          {words.remove}
        </Button>
      </div>
    </aside>
  )
}

function Facts({ container }: { container: Container }) {
  const { facts, of } = useText(text)
  const format = useFormat()
  const client = useClient()
  const entryTitle = useEntryTitle()
  const home = latest(useHostFacts())?.home ?? ''
  const samples = latest(useUsage())
  const usage = samples?.find((sample) => sample.id === container.id)
  const { answer } = useAnswer(`${container.id} ${container.status}`, (signal) =>
    client.containers.details({ id: container.id }, { signal }),
  )
  const details = answer.is === 'here' ? answer.value : answer.is === 'waiting' ? answer.last : null
  const now = useNow()
  const running = isRunning(container)
  const memory = usage && of(format.memory(usage.memoryBytes), format.memory(usage.memoryLimitBytes))
  const folder = container.environment?.projectFolder
  const coming = <Skeleton width={70} />
  return (
    <KeyValue
      entries={[
        {
          key: facts.image,
          value: (
            <span title={container.image}>
              {entryTitle(container.environment?.entry ?? '') ?? container.image}
            </span>
          ),
        },
        ...(running
          ? [
              { key: facts.cpu, value: usage ? format.percent(usage.cpuPercent / 100) : coming },
              {
                key: facts.memory,
                value: usage ? (
                  <>
                    {memory}
                    <Meter
                      size="thin"
                      label={facts.memory}
                      valueText={memory ?? ''}
                      total={usage.memoryLimitBytes}
                      segments={[{ key: 'used', value: usage.memoryBytes, label: memory ?? '' }]}
                    />
                  </>
                ) : (
                  coming
                ),
              },
            ]
          : []),
        ...(details?.shmBytes ? [{ key: facts.shm, value: format.memory(details.shmBytes) }] : []),
        ...(running && details?.startedAt
          ? [
              {
                key: facts.up,
                value: (
                  <span title={format.moment(details.startedAt)}>
                    {format.duration((now - details.startedAt) / 1000)}
                  </span>
                ),
              },
            ]
          : []),
        ...(folder === undefined
          ? []
          : [
              {
                key: facts.folder,
                value: (
                  <span className="ws-folder">
                    <span title={`${folder} (${facts.mounted})`}>{format.path(folder, home)}</span>
                    <CopyButton text={folder} />
                  </span>
                ),
              },
            ]),
      ]}
    />
  )
}
