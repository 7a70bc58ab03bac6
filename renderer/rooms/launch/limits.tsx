import { Gauge } from 'lucide-react'
import type { LaunchDefaults } from '../../../shared/contract/launch'
import { useFormat, useText } from '../../i18n'
import { Button, NumberField, Popover } from '../../ui'
import { choose, useChoices } from './choices'
import { text } from './text'

const gigabyte = 2 ** 30

/** Memory, cores and shared memory: a summary, and the figures one click below. */
export function Limits(props: { defaults: LaunchDefaults | null; shmBytes: number | null }) {
  const words = useText(text).limits
  const format = useFormat()
  const { memoryBytes, cpus } = useChoices()
  const shm = props.shmBytes === null ? '…' : format.memory(props.shmBytes)
  const memory = memoryBytes === null ? words.noMemoryLimit : words.memoryOf(format.memory(memoryBytes))
  const first = cpus === null ? memory : `${memory} · ${words.cpusOf(format.number(cpus))}`
  return (
    <Popover label={words.title} panel={<Panel defaults={props.defaults} shmBytes={props.shmBytes} />}>
      <Button
        className="launch-limits"
        icon={<Gauge size={14} aria-hidden />}
        aria-label={`${words.edit}: ${words.summary(first, shm)}`}
      >
        {words.summary(first, shm)}
      </Button>
    </Popover>
  )
}

function Panel(props: { defaults: LaunchDefaults | null; shmBytes: number | null }) {
  const words = useText(text).limits
  const format = useFormat()
  const { memoryBytes, cpus, shmBytes } = useChoices()
  const { defaults } = props
  const total = defaults ? defaults.memoryBytes / gigabyte : 4096
  const changed = memoryBytes !== null || cpus !== null || shmBytes !== null
  return (
    <div className="ui-stack launch-limits-panel">
      <NumberField
        label={words.memory}
        value={memoryBytes === null ? null : memoryBytes / gigabyte}
        onChange={(value) => choose({ memoryBytes: toBytes(value) })}
        placeholder={words.noLimit}
        unit="GB"
        min={0.0625}
        max={total}
        {...(defaults ? { hint: words.memoryHint(format.memory(defaults.memoryBytes)) } : {})}
      />
      <NumberField
        label={words.cpus}
        value={cpus}
        onChange={(value) => choose({ cpus: value })}
        placeholder={words.noLimit}
        unit={words.cores}
        min={0.1}
        max={defaults?.cpus ?? 1024}
        {...(defaults ? { hint: words.cpusHint(defaults.cpus) } : {})}
      />
      <NumberField
        label={words.shm}
        value={shmBytes === null ? null : shmBytes / gigabyte}
        onChange={(value) => choose({ shmBytes: toBytes(value) })}
        placeholder={
          props.shmBytes === null ? '' : words.shmDefault(format.memory(props.shmBytes).replace(/ GB$/, ''))
        }
        unit="GB"
        min={0.001}
        max={total}
        hint={words.shmHint}
      />
      <Button
        size="sm"
        variant="ghost"
        isDisabled={!changed}
        onPress={() => choose({ memoryBytes: null, cpus: null, shmBytes: null })}
      >
        {words.reset}
      </Button>
    </div>
  )
}

function toBytes(gigabytes: number | null): number | null {
  return gigabytes === null ? null : Math.round(gigabytes * gigabyte)
}
