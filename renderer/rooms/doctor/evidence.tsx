import type { Check } from '../../../shared/contract/doctor'
import { useFormat, useText } from '../../i18n'
import { CodeBlock } from '../../ui'
import { text } from './text'

/** Verbatim: what was run or read, and what came back. */
export function Evidence({ check }: { check: Check }) {
  const words = useText(text)
  const format = useFormat()
  return (
    <div className="ui-stack doctor-evidence">
      {check.evidence === '' ? (
        <span className="ui-faint ui-small">{words.nothingSeen}</span>
      ) : (
        <CodeBlock code={check.evidence} wrap label={words.seen} />
      )}
      {check.milliseconds !== null && (
        <span className="ui-faint ui-small">
          {words.took(
            check.milliseconds < 1000
              ? `${format.whole(check.milliseconds)} ms`
              : `${format.number(check.milliseconds / 1000)} s`,
          )}
        </span>
      )}
    </div>
  )
}
