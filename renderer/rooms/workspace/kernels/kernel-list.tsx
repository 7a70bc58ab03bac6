import { CircleStop, FileText, MoreHorizontal, Power, RotateCw } from 'lucide-react'
import type { Kernel } from '../../../../shared/contract/kernels'
import { kernelWords, useFormat, useText, type Format } from '../../../i18n'
import { Button, IconButton, Menu, StatusDot, type MenuEntry, type Tone } from '../../../ui'
import type { KernelRow } from './rows'
import { text } from './text'

export type KernelVerbs = {
  /** Ids of those that something is being done to. */
  pending: ReadonlySet<string>
  open: (kernel: Kernel) => void
  interrupt: (kernel: Kernel) => void
  restart: (row: KernelRow) => void
  shutdown: (row: KernelRow) => void
  keep: (kernel: Kernel) => void
}

type KernelListProps = { rows: readonly KernelRow[]; now: number; verbs: KernelVerbs }

export function KernelList({ rows, now, verbs }: KernelListProps) {
  return (
    <ul className="kernel-list">
      {rows.map((row) => (
        <KernelItem key={row.kernel.id} row={row} now={now} verbs={verbs} />
      ))}
    </ul>
  )
}

const tones: Record<Kernel['state'], Tone> = {
  busy: 'accent',
  idle: 'good',
  starting: 'warn',
  restarting: 'warn',
  dead: 'bad',
  unknown: 'neutral',
}

function KernelItem({ row, now, verbs }: { row: KernelRow; now: number; verbs: KernelVerbs }) {
  const words = useText(text)
  const states = useText(kernelWords)
  const format = useFormat()
  const { kernel, name, shutdownAt } = row
  const { notebook, state, lastActivity } = kernel
  const pending = verbs.pending.has(kernel.id)
  const icon = { size: 14, 'aria-hidden': true } as const
  return (
    <li className="kernel-row">
      <span className="kernel-dot">
        <StatusDot tone={tones[state]} hollow={state === 'idle' || state === 'unknown'} />
      </span>
      <div className="kernel-words">
        <div className="ui-strong ui-truncate" title={notebook ?? words.noNotebook(kernel.spec)}>
          {notebook === null ? words.noNotebook(kernel.spec) : name}
        </div>
        <div
          className="ui-small ui-muted"
          {...(lastActivity === null ? {} : { title: words.lastActive(format.moment(lastActivity)) })}
        >
          {[stateOf(kernel, now, states, format), memoryOf(kernel, words, format)]
            .filter(Boolean)
            .join(' · ')}
        </div>
        <div className="ui-small ui-faint">{costOf(kernel, words, format)}</div>
      </div>
      <div className="kernel-verbs">
        {state === 'busy' ? (
          <IconButton
            size="sm"
            label={words.interruptOf(name)}
            pending={pending}
            onPress={() => verbs.interrupt(kernel)}
          >
            <CircleStop {...icon} />
          </IconButton>
        ) : (
          <IconButton
            size="sm"
            label={words.shutdownOf(name)}
            pending={pending}
            onPress={() => verbs.shutdown(row)}
          >
            <Power {...icon} />
          </IconButton>
        )}
        <Menu label={words.actionsOf(name)} entries={entriesOf(row, words, verbs)}>
          <IconButton size="sm" quiet label={words.actionsOf(name)}>
            <MoreHorizontal {...icon} />
          </IconButton>
        </Menu>
      </div>
      {shutdownAt !== null && (
        <div className="kernel-notice ui-small" role="status">
          <span className="ui-grow">
            {words.shutsDownIn(format.duration(Math.max(0, shutdownAt - now) / 1000))}
          </span>
          <Button size="sm" onPress={() => verbs.keep(kernel)}>
            {words.keep}
          </Button>
        </div>
      )}
    </li>
  )
}

type Words = ReturnType<typeof useText<typeof text.en>>
type States = ReturnType<typeof useText<typeof kernelWords.en>>

function entriesOf(row: KernelRow, words: Words, verbs: KernelVerbs): MenuEntry[] {
  const { kernel } = row
  const busy = kernel.state === 'busy'
  const icon = { size: 14, 'aria-hidden': true } as const
  return [
    ...(kernel.notebook === null
      ? []
      : [
          {
            key: 'open',
            label: words.open,
            detail: kernel.notebook,
            icon: <FileText {...icon} />,
            run: () => verbs.open(kernel),
          },
          'line' as const,
        ]),
    {
      key: 'interrupt',
      label: words.interrupt,
      icon: <CircleStop {...icon} />,
      disabled: !busy,
      run: () => verbs.interrupt(kernel),
    },
    { key: 'restart', label: words.restart, icon: <RotateCw {...icon} />, run: () => verbs.restart(row) },
    {
      key: 'shutdown',
      label: words.shutdown,
      icon: <Power {...icon} />,
      run: () => verbs.shutdown(row),
    },
  ]
}

function stateOf({ state, lastActivity }: Kernel, now: number, words: States, format: Format): string {
  if (state !== 'idle' || lastActivity === null) return words.states[state]
  return words.idleFor(format.duration(Math.max(0, now - lastActivity) / 1000))
}

function memoryOf({ gpuMemoryMiB }: Kernel, words: Words, format: Format): string {
  if (gpuMemoryMiB === null) return ''
  return gpuMemoryMiB === 0 ? words.noVram : words.vram(format.mebibytes(gpuMemoryMiB))
}

function costOf({ cpuPercent, memoryBytes }: Kernel, words: Words, format: Format): string {
  return [
    cpuPercent === null ? '' : words.cpu(format.percent(cpuPercent / 100)),
    memoryBytes === null ? '' : words.memory(format.memory(memoryBytes)),
  ]
    .filter(Boolean)
    .join(' · ')
}
