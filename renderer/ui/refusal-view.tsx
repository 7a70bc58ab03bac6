import type { ReactNode } from 'react'
import { CircleAlert } from 'lucide-react'
import type { Refusal } from '../../shared/model/refusal'
import { useRefusalWords, useText } from '../i18n'
import { Button } from './button'
import { cx } from './class-names'
import { CodeBlock } from './code-block'
import { Disclosure } from './disclosure'
import { text } from './text'
import './refusal-view.css'

export type RefusalAction = Refusal['actions'][number]

export type RefusalViewProps = {
  refusal: Refusal
  /** The actions the screen can carry out; those it cannot are not offered. */
  onAction?: Partial<Record<RefusalAction, () => void>>
  /** Inside something that already has a frame. */
  plain?: boolean
  extra?: ReactNode
}

/** A foreseen "no": what it means, what to do, what was seen, and the raw text one click below. */
export function RefusalView(props: RefusalViewProps) {
  const words = useText(text)
  const { refusal } = props
  const { cause, next } = useRefusalWords(refusal)
  const offered = refusal.actions.flatMap((action) => {
    const run = props.onAction?.[action]
    return run ? [{ action, run }] : []
  })
  return (
    <div className={cx('ui-refusal', props.plain && 'ui-refusal--plain')} role="alert">
      <CircleAlert size={17} className="ui-refusal-icon" aria-hidden />
      <div className="ui-stack ui-refusal-body">
        <div>
          <div className="ui-strong ui-refusal-cause">{cause}</div>
          <div className="ui-muted">{next}</div>
        </div>
        {refusal.evidence !== '' && (
          <div className="ui-refusal-evidence">
            <span className="ui-faint">{words.seen}: </span>
            <code>{refusal.evidence}</code>
          </div>
        )}
        {(offered.length > 0 || props.extra !== undefined) && (
          <div className="ui-row ui-row--wrap">
            {offered.map(({ action, run }, index) => (
              <Button key={action} size="sm" variant={index === 0 ? 'primary' : 'secondary'} onPress={run}>
                {words.actions[action]}
              </Button>
            ))}
            {props.extra}
          </div>
        )}
        {refusal.raw !== '' && refusal.raw !== refusal.evidence && (
          <Disclosure title={words.raw}>
            <CodeBlock code={refusal.raw} wrap />
          </Disclosure>
        )}
      </div>
    </div>
  )
}
