import { useMemo, type ReactNode } from 'react'
import { CircleAlert } from 'lucide-react'
import { explain } from '../../shared/model/explanations'
import type { Refusal } from '../../shared/model/refusal'
import { useLanguage, useRefusalWords, useText } from '../i18n'
import { Button } from './button'
import { cx } from './class-names'
import { CodeBlock } from './code-block'
import { Disclosure } from './disclosure'
import { useErrorHelp } from './error-help'
import { ExplanationView } from './explanation-view'
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

/** A "no": what it means, what to do, what was seen, what its raw text means, and that text one click below. */
export function RefusalView(props: RefusalViewProps) {
  const words = useText(text)
  const { refusal } = props
  const help = useErrorHelp()
  const explanation = useMemo(() => explain(refusal.raw || refusal.evidence), [refusal])
  const offered = refusal.actions.flatMap((action) => {
    const run = props.onAction?.[action]
    return run ? [{ action, run }] : []
  })
  const check = explanation?.check ?? null
  const doctor =
    help && check !== null ? (
      <Button size="sm" onPress={() => help.openDoctor(check)}>
        {words.explained.doctor}
      </Button>
    ) : null
  return (
    <div className={cx('ui-refusal', props.plain && 'ui-refusal--plain')} role="alert">
      <CircleAlert size={17} className="ui-refusal-icon" aria-hidden />
      <div className="ui-stack ui-refusal-body">
        <Headline refusal={refusal} explanation={explanation} />
        {refusal.evidence !== '' && (
          <div className="ui-refusal-evidence">
            <span className="ui-faint">{words.seen}: </span>
            <code>{refusal.evidence}</code>
          </div>
        )}
        {explanation && (
          <ExplanationView explanation={explanation} withoutCause={refusal.code === 'Unforeseen'} />
        )}
        {(offered.length > 0 || doctor !== null || props.extra !== undefined) && (
          <div className="ui-row ui-row--wrap">
            {offered.map(({ action, run }, index) => (
              <Button key={action} size="sm" variant={index === 0 ? 'primary' : 'secondary'} onPress={run}>
                {words.actions[action]}
              </Button>
            ))}
            {props.extra}
            {doctor}
          </div>
        )}
        {refusal.code === 'Unforeseen' && !explanation && <Unexplained />}
        {refusal.raw !== '' && refusal.raw !== refusal.evidence && (
          <Disclosure title={words.raw}>
            <CodeBlock code={refusal.raw} wrap />
          </Disclosure>
        )}
      </div>
    </div>
  )
}

/** A text that the program did not foresee but the table knows is told in the table's words. */
function Headline(props: { refusal: Refusal; explanation: ReturnType<typeof explain> }) {
  const language = useLanguage()
  const { cause, next } = useRefusalWords(props.refusal)
  const known = props.refusal.code === 'Unforeseen' ? props.explanation : null
  if (known) {
    return (
      <div className="ui-strong ui-refusal-cause">
        {language === 'zh-CN' ? known.cause.zhCN : known.cause.en}
      </div>
    )
  }
  return (
    <div>
      <div className="ui-strong ui-refusal-cause">{cause}</div>
      <div className="ui-muted">{next}</div>
    </div>
  )
}

/** Neither the program nor the table knows it: said so, with the way to get help. */
function Unexplained() {
  const words = useText(text).explained
  const help = useErrorHelp()
  if (!help) return null
  return (
    <div className="ui-row ui-row--wrap">
      <span className="ui-muted ui-small ui-grow">{words.unknown}</span>
      <Button size="sm" onPress={help.openBundle}>
        {words.bundle}
      </Button>
    </div>
  )
}
