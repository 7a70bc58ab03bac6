import { RotateCw } from 'lucide-react'
import type { Check, Fix } from '../../../shared/contract/doctor'
import { checkName, wordFinding } from '../../../shared/words/doctor'
import { useLanguage, useText } from '../../i18n'
import { Button, cx, Disclosure } from '../../ui'
import { Evidence } from './evidence'
import { FixView } from './fix-view'
import { StateBadge } from './state-words'
import { text } from './text'

/** A problem or a piece of advice: what it is, what comes of it, what mends it, and what was seen. */
export function AttentionCard(props: {
  check: Check
  onApply: (fix: Fix['id']) => void
  onAgain: () => void
}) {
  const words = useText(text)
  const language = useLanguage()
  const { check } = props
  const { title, text: meaning } = wordFinding(check, language)
  const [first, ...others] = check.fixes
  return (
    <article
      id={`doctor-${check.id}`}
      className={cx('ui-card doctor-card', `doctor-card--${check.state}`)}
      aria-label={title}
    >
      <header className="doctor-card-head">
        <StateBadge state={check.state} />
        <h3 className="ui-grow">{title}</h3>
        <span className="ui-faint ui-small doctor-card-check">{checkName(check.id, language)}</span>
      </header>
      <p className="doctor-card-text">{meaning}</p>
      {first && (
        <FixView
          key={first.id}
          fix={first}
          primary={check.state === 'problem'}
          onApply={() => props.onApply(first.id)}
        />
      )}
      <div className="doctor-card-foot">
        <div className="ui-grow ui-stack doctor-card-more">
          {others.length > 0 && (
            <Disclosure title={words.otherWays(others.length)}>
              <div className="ui-stack">
                {others.map((fix) => (
                  <FixView key={fix.id} fix={fix} onApply={() => props.onApply(fix.id)} />
                ))}
              </div>
            </Disclosure>
          )}
          <Disclosure title={words.seen}>
            <Evidence check={check} />
          </Disclosure>
        </div>
        <Button
          size="sm"
          variant="ghost"
          icon={<RotateCw size={13} aria-hidden />}
          onPress={props.onAgain}
          aria-label={words.againOf(checkName(check.id, language))}
        >
          {words.againOne}
        </Button>
      </div>
    </article>
  )
}
