import type { MigInstance } from '../../../shared/contract/processes'
import { useFormat, useText } from '../../i18n'
import { CopyButton, Meter } from '../../ui'
import { text } from './text'

/** The slices of a card in MIG mode: profile, memory, and the UUID that a container is given. */
export function MigList({ instances }: { instances: readonly MigInstance[] }) {
  const words = useText(text)
  const format = useFormat()
  if (instances.length === 0) return null
  return (
    <ul className="gpu-mig" aria-label={words.migList}>
      {instances.map((slice) => {
        const { memoryUsedMiB: used, memoryTotalMiB: total } = slice
        const reading =
          used === null || total === null
            ? words.noFigure
            : words.memoryReading(format.mebibytes(used), format.mebibytes(total))
        return (
          <li key={`${slice.profile} ${slice.device} ${slice.gpuInstance ?? ''}`}>
            <span className="ui-strong">{slice.profile}</span>
            <span className="ui-grow">
              {used !== null && total !== null && (
                <Meter
                  label={`${slice.profile}, ${words.memory}`}
                  valueText={reading}
                  segments={[{ key: 'used', value: used, label: words.memory }]}
                  total={total}
                />
              )}
            </span>
            <span className="ui-muted ui-small">{reading}</span>
            {slice.uuid !== null && <CopyButton text={slice.uuid} label={words.copyUuid(slice.profile)} />}
          </li>
        )
      })}
    </ul>
  )
}
