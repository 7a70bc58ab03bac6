import { useText } from '../../i18n'
import { Badge } from '../../ui'
import type { Gpus } from './rows'
import { text } from './text'

const mostShown = 2

/** The GPUs of a container as badges: the first cards by name, the rest as a count with its names on hover. */
export function GpuWords({ gpus }: { gpus: Gpus }) {
  const words = useText(text)
  switch (gpus.is) {
    case 'none':
      return <span className="ui-faint">{words.gpuNone}</span>
    case 'unknown':
      return <span className="ui-faint">{words.unknown}</span>
    case 'all':
      return <Badge tone="accent">{words.gpuAll}</Badge>
    case 'count':
      return <Badge tone="accent">{words.gpuCount(gpus.count)}</Badge>
    case 'cards': {
      const rest = gpus.cards.length > mostShown + 1 ? gpus.cards.slice(mostShown) : []
      const shown = rest.length > 0 ? gpus.cards.slice(0, mostShown) : gpus.cards
      const label = (card: (typeof gpus.cards)[number]) =>
        card.index === null ? words.gpuAbsent(card.id.slice(0, 12)) : words.gpu(card.index)
      return (
        <span className="ct-badges">
          {shown.map((card) => (
            <span key={card.id} title={card.name === '' ? card.id : `${card.name} · ${card.id}`}>
              <Badge tone={card.index === null ? 'warn' : 'accent'}>{label(card)}</Badge>
            </span>
          ))}
          {rest.length > 0 && (
            <span title={rest.map(label).join(', ')}>
              <Badge>{words.gpusMore(rest.length)}</Badge>
            </span>
          )}
        </span>
      )
    }
  }
}
