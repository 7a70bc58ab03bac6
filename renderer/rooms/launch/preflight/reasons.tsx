import type { Reason } from '../../../../shared/model/compatibility'
import { wordReason } from '../../../../shared/words/verdicts'
import { useLanguage, useText } from '../../../i18n'
import { text } from './preflight.text'

/** Every rule that was applied: what it says, on what evidence, and where the rule comes from. */
export function Reasons(props: { reasons: readonly Reason[] }) {
  const words = useText(text)
  const language = useLanguage()
  return (
    <ul className="preflight-reasons">
      {props.reasons.map((reason) => (
        <li key={`${reason.rule} ${reason.evidence} ${JSON.stringify(reason.params)}`}>
          <p>{wordReason(reason, language).says}</p>
          <dl className="preflight-reason-facts">
            {reason.evidence !== '' && (
              <div>
                <dt>{words.evidence}</dt>
                <dd>
                  <code>{reason.evidence}</code>
                </dd>
              </div>
            )}
            <div>
              <dt>{words.rule}</dt>
              <dd>
                <code>{reason.rule}</code>
                {!reason.certain && ` · ${words.notVerified}`}
              </dd>
            </div>
            {reason.source !== '' && (
              <div>
                <dt>{words.source}</dt>
                <dd>{reason.source}</dd>
              </div>
            )}
          </dl>
        </li>
      ))}
    </ul>
  )
}
