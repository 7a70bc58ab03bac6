import { useEffect, useRef, useState } from 'react'
import { CircleAlert, CircleCheck } from 'lucide-react'
import type { Check, CheckId, DoctorState, Fix } from '../../../shared/contract/doctor'
import { checkName, wordFinding, wordFix } from '../../../shared/words/doctor'
import { useLanguage, useText } from '../../i18n'
import { useAction, useClient } from '../../state'
import { Button, CommandLines, Dialog, RefusalView, Spinner } from '../../ui'
import { isUnderWay, phaseOf } from './apply-phase'
import { StateBadge } from './state-words'
import { text } from './text'

export type Asked = { check: CheckId; fix: Fix['id'] }

/** The exact commands first; then, once the person agreed, what they print; then what the check says now. */
export function ApplyDialog(props: { asked: Asked; state: DoctorState | null; onClose: () => void }) {
  const words = useText(text)
  const language = useLanguage()
  const client = useClient()
  const { asked, state } = props
  const check = state?.checks.find(({ id }) => id === asked.check)
  const fix = useKept(check?.fixes.find(({ id }) => id === asked.fix))
  const [agreed, setAgreed] = useState(isUnderWay(asked, state?.fixing ?? null))
  const apply = useAction(
    (commands: string[]) => client.doctor.apply({ check: asked.check, fix: asked.fix, commands }),
    { tell: 'inline' },
  )
  const phase = phaseOf({
    ...{ asked, agreed, fixing: state?.fixing ?? null },
    calling: apply.pending,
    refused: apply.state.is === 'refused',
  })
  const start = (commands: string[]) => {
    setAgreed(true)
    void apply.run(commands)
  }
  const { title } = wordFix(asked.fix, language)
  return (
    <Dialog
      title={title}
      open
      size="lg"
      alert={phase.is === 'asking'}
      onClose={props.onClose}
      footer={
        phase.is === 'asking' || phase.is === 'refused' ? (
          <>
            <Button onPress={props.onClose}>{words.cancel}</Button>
            <Button variant="primary" isDisabled={!fix} onPress={() => fix && start(fix.commands)}>
              {words.runThese(fix?.commands.length ?? 0)}
            </Button>
          </>
        ) : (
          <Button variant={phase.is === 'ended' ? 'primary' : 'secondary'} onPress={props.onClose}>
            {phase.is === 'ended' ? words.close : words.goOnBehind}
          </Button>
        )
      }
    >
      {(phase.is === 'asking' || phase.is === 'refused') && fix && (
        <>
          <p>{words.agree[fix.applies]}</p>
          <CommandLines commands={fix.commands} />
          <p className="ui-muted">{wordFix(fix.id, language).text}</p>
        </>
      )}
      {apply.state.is === 'refused' && <RefusalView refusal={apply.state.refusal} />}
      {phase.is === 'running' && (
        <div className="ui-row">
          <Spinner />
          <span>{words.working}</span>
        </div>
      )}
      {(phase.is === 'running' || phase.is === 'ended') && <Output text={phase.output} />}
      {phase.is === 'ended' && <Result phase={phase} check={check} name={checkName(asked.check, language)} />}
    </Dialog>
  )
}

/** A fix leaves the list when its check is green again; the dialog goes on to show it. */
function useKept(fix: Fix | undefined): Fix | undefined {
  const [kept, setKept] = useState(fix)
  if (fix && fix !== kept) setKept(fix)
  return fix ?? kept
}

function Output(props: { text: string }) {
  const words = useText(text)
  const box = useRef<HTMLPreElement>(null)
  useEffect(() => {
    const element = box.current
    if (element) element.scrollTop = element.scrollHeight
  }, [props.text])
  return (
    <pre ref={box} className="doctor-output" tabIndex={0} aria-label={words.output}>
      {props.text === '' ? words.noOutput : props.text}
    </pre>
  )
}

function Result(props: { phase: { exitCode: number }; check: Check | undefined; name: string }) {
  const words = useText(text)
  const language = useLanguage()
  const { check, phase, name } = props
  const good = phase.exitCode === 0
  return (
    <div className="ui-stack" role="status">
      <div className={good ? 'doctor-result doctor-result--good' : 'doctor-result doctor-result--bad'}>
        {good ? <CircleCheck size={16} aria-hidden /> : <CircleAlert size={16} aria-hidden />}
        <span className="ui-strong">{good ? words.ended : words.endedWith(phase.exitCode)}</span>
      </div>
      {check && (
        <div className="ui-row ui-row--wrap">
          <span className="ui-muted">{words.nowSays(name)}</span>
          <StateBadge state={check.state} />
          <span>{wordFinding(check, language).title}</span>
        </div>
      )}
    </div>
  )
}
