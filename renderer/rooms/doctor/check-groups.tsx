import { Cpu } from 'lucide-react'
import type { Check, CheckId } from '../../../shared/contract/doctor'
import { wordFinding } from '../../../shared/words/doctor'
import { useLanguage, useText } from '../../i18n'
import { Card, Disclosure, Skeleton } from '../../ui'
import { CheckRow } from './check-row'
import { byGroup, groups, saysNoGpu } from './findings'
import { text } from './text'

/** Everything that needs nobody: by group, one row a check, more one click below. */
export function CheckGroups(props: { checks: Check[]; waiting: boolean; onAgain: (check: CheckId) => void }) {
  const words = useText(text)
  if (props.waiting) {
    return groups.map((group) => (
      <section key={group} className="ui-stack doctor-group">
        <h2 className="ui-muted">{words.groups[group]}</h2>
        <Card flush>
          {[1, 2, 3].map((row) => (
            <div key={row} className="doctor-row doctor-row--waiting">
              <Skeleton width={70} />
              <Skeleton width="30%" />
              <Skeleton width="44%" />
            </div>
          ))}
        </Card>
      </section>
    ))
  }
  return byGroup(props.checks).map(({ group, checks }) => (
    <section key={group} className="ui-stack doctor-group" aria-label={words.groups[group]}>
      <h2 className="ui-muted">{words.groups[group]}</h2>
      <Card flush>
        {group === 'gpu' && saysNoGpu(checks) ? (
          <NoGpu checks={checks} onAgain={props.onAgain} />
        ) : (
          checks.map((check) => (
            <CheckRow key={check.id} check={check} onAgain={() => props.onAgain(check.id)} />
          ))
        )}
      </Card>
    </section>
  ))
}

/** Ten checks that all say the same are said once. */
function NoGpu(props: { checks: Check[]; onAgain: (check: CheckId) => void }) {
  const words = useText(text)
  const language = useLanguage()
  const { title, text: meaning } = wordFinding({ finding: 'cpu-only', params: {} }, language)
  return (
    <div className="doctor-no-gpu">
      <Cpu size={18} aria-hidden className="ui-faint" />
      <div className="ui-grow">
        <p>
          <span className="ui-strong">{title}</span> <span className="ui-muted">{meaning}</span>
        </p>
        <Disclosure title={words.skipped(props.checks.length)}>
          <Card flush>
            {props.checks.map((check) => (
              <CheckRow key={check.id} check={check} onAgain={() => props.onAgain(check.id)} />
            ))}
          </Card>
        </Disclosure>
      </div>
    </div>
  )
}
