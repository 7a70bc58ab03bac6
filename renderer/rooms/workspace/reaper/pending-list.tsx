import type { ReaperState } from '../../../../shared/contract/reaper'
import { useFormat, useText } from '../../../i18n'
import { Button } from '../../../ui'
import { text } from './text'

type PendingListProps = {
  pending: ReaperState['pending']
  now: number
  onKeep: (kernelId: string) => void
}

/** Announced shutdowns, each with the time left and a way to keep the kernel. */
export function PendingList({ pending, now, onKeep }: PendingListProps) {
  const words = useText(text)
  const format = useFormat()
  if (pending.length === 0) return null
  return (
    <ul className="reaper-pending" aria-label={words.pending}>
      {pending.map(({ kernelId, notebook, memoryMiB, shutdownAt }) => (
        <li key={kernelId}>
          <div className="ui-grow">
            <div className="ui-strong ui-truncate" title={notebook ?? ''}>
              {notebook ?? words.noNotebook}
            </div>
            <div className="ui-small">
              {words.shutsDownIn(
                format.duration(Math.max(0, shutdownAt - now) / 1000),
                format.mebibytes(memoryMiB),
              )}
            </div>
          </div>
          <Button size="sm" onPress={() => onKeep(kernelId)}>
            {words.keep}
          </Button>
        </li>
      ))}
    </ul>
  )
}
