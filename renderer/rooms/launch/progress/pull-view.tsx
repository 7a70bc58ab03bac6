import type { PullProgress } from '../../../../shared/contract/launch'
import { useFormat, useText } from '../../../i18n'
import { ProgressBar } from '../../../ui'
import { text } from './progress.text'
import { layerRows, type LayerRow, type StepState } from './step-state'

/** How far the download is: the whole, its speed and time left, and each layer. */
export function PullView({ pull, state }: { pull: PullProgress; state: StepState }) {
  const words = useText(text).pull
  const format = useFormat()
  const { rows, present } = layerRows(pull)
  const { currentBytes, totalBytes, bytesPerSecond, secondsLeft } = pull
  if (pull.layers.length === 0 && state === 'now') return <p className="ui-muted">{words.begun}</p>
  const whole = totalBytes
    ? words.of(format.bytes(currentBytes), format.bytes(totalBytes))
    : format.bytes(currentBytes)
  // A download that ended is no longer on its way: what came is said, nothing moves.
  if (state !== 'now') return currentBytes > 0 ? <p className="ui-faint ui-small">{whole}</p> : null
  const line = [
    whole,
    bytesPerSecond !== null ? format.speed(bytesPerSecond) : null,
    secondsLeft !== null ? words.left(format.duration(secondsLeft)) : null,
  ].filter((part) => part !== null)
  return (
    <div className="progress-pull">
      <div className="progress-pull-line">
        <span className="ui-grow">{line.join(' · ')}</span>
        {totalBytes ? <span className="ui-strong">{format.percent(currentBytes / totalBytes)}</span> : null}
      </div>
      <ProgressBar
        label={words.label}
        value={totalBytes ? currentBytes / totalBytes : null}
        valueText={line.join(', ')}
        size="sm"
      />
      <ul className="progress-layers" aria-label={words.layers}>
        {rows.map((layer) => (
          <Layer key={layer.id} layer={layer} />
        ))}
      </ul>
      {present > 0 && <p className="ui-faint ui-small">{words.present(present)}</p>}
    </div>
  )
}

function Layer({ layer }: { layer: LayerRow }) {
  const words = useText(text).pull
  const format = useFormat()
  return (
    <li className="progress-layer">
      <code className="ui-faint">{layer.id.replace(/^sha256:/, '').slice(0, 12)}</code>
      <ProgressBar label={layer.id} value={layer.ratio} size="thin" />
      <span className="ui-muted ui-small">{words.phases[layer.phase]}</span>
      <span className="ui-number ui-muted ui-small">
        {layer.totalBytes === null ? '' : format.bytes(layer.totalBytes)}
      </span>
    </li>
  )
}
