import { Check, Minus, X } from 'lucide-react'
import type { LaunchTask, PlanStep } from '../../../../shared/contract/launch'
import { useFormat, useText } from '../../../i18n'
import { latest, useHostFacts } from '../../../state'
import { CodeBlock, cx, Spinner } from '../../../ui'
import { text } from './progress.text'
import { PullView } from './pull-view'
import { stepState, type StepState } from './step-state'

export function Steps({ task }: { task: LaunchTask }) {
  const words = useText(text)
  return (
    <ol className="progress-steps" aria-label={words.steps}>
      {task.plan.steps.map((step, index) => (
        <Step key={step.id} task={task} step={step} index={index} />
      ))}
    </ol>
  )
}

function Step(props: { task: LaunchTask; step: PlanStep; index: number }) {
  const words = useText(text)
  const format = useFormat()
  const { task, step, index } = props
  const state = stepState(task, index)
  const seconds = task.stepSeconds[index]
  const detail = useDetail(step)
  const now = state === 'now' && task.state.is === 'running'
  return (
    <li className={cx('progress-step', `progress-step--${state}`)} aria-current={now ? 'step' : undefined}>
      <Mark state={state} number={index + 1} busy={now} />
      <div className="progress-step-body">
        <div className="progress-step-head">
          <span className="progress-step-title">{words.titles[step.id]}</span>
          <span className="ui-unseen">{words.state[state]}</span>
          {state === 'done' && seconds !== undefined && seconds >= 0.1 && (
            <span className="ui-faint ui-small">
              {seconds < 10 ? `${format.number(seconds)} s` : format.duration(seconds)}
            </span>
          )}
        </div>
        {detail !== '' && <div className="ui-muted progress-step-detail">{detail}</div>}
        {step.id === 'pull' && task.pull && state !== 'waiting' && (
          <PullView pull={task.pull} state={state} />
        )}
        {step.id !== 'pull' && now && task.output !== '' && (
          <div className="progress-output">
            <CodeBlock code={lastLines(task.output)} wrap label={words.output} />
          </div>
        )}
      </div>
    </li>
  )
}

function Mark(props: { state: StepState; number: number; busy: boolean }) {
  const { state, number } = props
  return (
    <span
      className={cx('progress-mark', `progress-mark--${state}`, props.busy && 'progress-mark--busy')}
      aria-hidden
    >
      {state === 'done' && <Check size={13} strokeWidth={3} />}
      {state === 'failed' && <X size={13} strokeWidth={3} />}
      {state === 'stopped' && <Minus size={13} strokeWidth={3} />}
      {state === 'now' && (props.busy ? <Spinner size={22} /> : number)}
      {state === 'waiting' && number}
      {props.busy && <span className="progress-mark-number">{number}</span>}
    </span>
  )
}

function useDetail(step: PlanStep): string {
  const words = useText(text)
  const format = useFormat()
  const home = latest(useHostFacts())?.home ?? ''
  const param = (name: string) => String(step.params[name] ?? '')
  const folder = format.path(param('folder'), home)
  switch (step.id) {
    case 'check':
      return words.details.check(folder)
    case 'pull':
      return words.details.pull(param('image'))
    case 'derive':
      return words.details.derive(param('image'))
    case 'create':
      return words.details.create(
        words.gpus(Number(step.params['gpus'] ?? 0)),
        folder,
        format.memory(Number(step.params['shmBytes'] ?? 0)),
        param('uid'),
      )
    case 'start':
      return words.details.start(param('name'))
    case 'wait':
      return words.details.wait(param('port'))
    case 'open':
      return words.details.open
  }
}

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-12).join('\n')
}
