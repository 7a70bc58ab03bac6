import type { Holder } from '../../claims'
import { useText } from '../../i18n'
import { Badge, Button } from '../../ui'
import { text } from './text'

/** The containers that were given this card; those of Berth open from here. */
export function Holders({ holders, onOpen }: { holders: Holder[]; onOpen: (holder: Holder) => void }) {
  const words = useText(text)
  if (holders.length === 0) return <p className="ui-faint ui-small gpu-holders">{words.nobody}</p>
  return (
    <div className="ui-row ui-row--wrap gpu-holders">
      <span className="ui-faint ui-small">{words.holders}</span>
      {holders.map((holder) =>
        holder.environmentId !== null ? (
          <Button
            key={holder.containerId}
            size="sm"
            aria-label={words.openHolder(holder.name)}
            onPress={() => onOpen(holder)}
          >
            {holder.name}
          </Button>
        ) : (
          <span key={holder.containerId} title={words.outside}>
            <Badge>{holder.name}</Badge>
          </span>
        ),
      )}
    </div>
  )
}
