import { Button as AriaButton } from 'react-aria-components/Button'
import { Disclosure as AriaDisclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { ChevronRight, RotateCw } from 'lucide-react'
import type { Check } from '../../../shared/contract/doctor'
import { checkName, wordFinding } from '../../../shared/words/doctor'
import { useLanguage, useText } from '../../i18n'
import { Button, cx } from '../../ui'
import { Evidence } from './evidence'
import { StateBadge } from './state-words'
import { text } from './text'

/** One check that needs nobody: its state and finding in a line; what it means and what was seen below. */
export function CheckRow(props: { check: Check; onAgain: () => void }) {
  const words = useText(text)
  const language = useLanguage()
  const { check } = props
  const name = checkName(check.id, language)
  const { title, text: meaning } = wordFinding(check, language)
  const quiet = check.state === 'not-applicable' || check.state === 'running'
  return (
    <AriaDisclosure id={`doctor-${check.id}`} className="doctor-check">
      <AriaButton slot="trigger" className="doctor-row">
        <span className="doctor-row-state">
          <StateBadge state={check.state} />
        </span>
        <span className={cx('doctor-row-name', quiet && 'ui-muted')}>{name}</span>
        <span className="ui-muted doctor-row-finding">{title}</span>
        <ChevronRight size={14} className="doctor-row-more" aria-hidden />
      </AriaButton>
      <DisclosurePanel className="doctor-row-panel">
        <div className="doctor-row-inside">
          {meaning !== '' && <p>{meaning}</p>}
          <Evidence check={check} />
          <div>
            <Button
              size="sm"
              icon={<RotateCw size={13} aria-hidden />}
              isDisabled={check.state === 'running'}
              aria-label={words.againOf(name)}
              onPress={props.onAgain}
            >
              {words.againOne}
            </Button>
          </div>
        </div>
      </DisclosurePanel>
    </AriaDisclosure>
  )
}
