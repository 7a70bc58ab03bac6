import type { Card } from '../../../shared/contract/gpus'
import type { GpuUse } from '../../../shared/contract/processes'
import { isolated } from '../../../shared/model/isolated'
import { useFormat, useText } from '../../i18n'
import { Meter } from '../../ui'
import { useOwnerWords } from './processes/owner-words'
import { sharesOf, type Share } from './processes/shares'
import { text } from './text'

type CardSharesProps = {
  card: Pick<Card, 'uuid' | 'index' | 'memoryUsedMiB' | 'memoryTotalMiB'>
  use: GpuUse
  full: boolean
}

const mostNamed = 4

/** The card's memory, stacked by environment and notebook; the largest owners by name. */
export function CardShares({ card, use, full }: CardSharesProps) {
  const words = useText(text)
  const format = useFormat()
  const { shares: ownerWords } = useOwnerWords()
  const { memoryUsedMiB: used, memoryTotalMiB: total } = card
  if (used === null || total === null) return null
  const shares = sharesOf(card, use, ownerWords)
  const known = shares.some(({ key }) => key !== 'rest')
  const whole = { key: 'used', value: used, label: words.memory, colour: full ? 'warn' : 'accent' } as const
  const segments = known
    ? shares.map((share) => ({
        key: share.key,
        value: share.memoryMiB,
        label: `${nameOf(share)}: ${format.mebibytes(share.memoryMiB)}`,
        colour: share.colour ?? ('accent' as const),
      }))
    : [whole]
  const named = shares.filter(({ key }) => key !== 'rest')
  return (
    <div>
      <Meter
        label={`${words.card(card.index)}, ${words.memory}`}
        valueText={words.memoryReading(format.mebibytes(used), format.mebibytes(total))}
        segments={segments}
        total={total}
        size="md"
      />
      {known && (
        <ul className="gpu-shares ui-small" aria-label={words.shares(words.card(card.index))}>
          {named.slice(0, mostNamed).map((share) => (
            <li
              key={share.key}
              title={[share.owner, ...(share.notebook === null ? [] : [share.notebook])]
                .map(isolated)
                .join(' · ')}
            >
              <span className={`gpu-owner-dot gpu-owner-dot--${share.colour ?? 'rest'}`} aria-hidden />
              <span className="ui-truncate">{nameOf(share)}</span>
              <span className="ui-muted gpu-share-size">{format.mebibytes(share.memoryMiB)}</span>
            </li>
          ))}
          {named.length > mostNamed && (
            <li className="ui-faint">{words.moreShares(named.length - mostNamed)}</li>
          )}
        </ul>
      )}
    </div>
  )
}

function nameOf({ owner, notebook }: Share): string {
  const parts = notebook === null ? [owner] : [notebook.slice(notebook.lastIndexOf('/') + 1), owner]
  return parts.map(isolated).join(' · ')
}
