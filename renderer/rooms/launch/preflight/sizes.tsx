import type { ReactNode } from 'react'
import type { Preflight } from '../../../../shared/contract/preflight'
import { useFormat, useText } from '../../../i18n'
import { cx } from '../../../ui'
import { text } from './preflight.text'

/** What the pull would take and leave: to download, on disk, free afterwards. */
export function Sizes(props: { look: Preflight }) {
  const words = useText(text).sizes
  const format = useFormat()
  const { size, from } = props.look
  if (!size) return <p className="ui-muted">{words.unknown}</p>
  const here = from === 'engine'
  const short = size.freeAfterBytes !== null && size.freeAfterBytes < 0
  return (
    <dl className="preflight-sizes">
      <Figure
        name={words.download}
        value={here || size.downloadBytes === 0 ? words.nothing : format.bytes(size.downloadBytes)}
        detail={
          here || size.downloadBytes === 0
            ? words.here
            : size.downloadBytes < size.totalBytes
              ? words.partly(format.bytes(size.totalBytes - size.downloadBytes))
              : words.layers(size.layers)
        }
      />
      <Figure
        name={words.disk}
        value={format.bytes(size.unpackedBytes)}
        detail={here ? words.asUnpacked : words.estimated}
      />
      <Figure
        name={here ? words.freeHere : words.free}
        bad={short}
        value={
          size.freeAfterBytes === null
            ? words.notKnown
            : short
              ? words.short(format.bytes(-size.freeAfterBytes))
              : format.bytes(size.freeAfterBytes)
        }
        detail={words.where}
      />
    </dl>
  )
}

function Figure(props: { name: string; value: ReactNode; detail: string; bad?: boolean }) {
  return (
    <div className={cx(props.bad && 'preflight-size--bad')}>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
      <span className="ui-faint ui-small">{props.detail}</span>
    </div>
  )
}
