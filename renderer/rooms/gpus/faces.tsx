import { useEffect, useState } from 'react'
import { CircleAlert, Cpu } from 'lucide-react'
import type { GpuState } from '../../../shared/contract/gpus'
import { useFormat, useText } from '../../i18n'
import { Card, CodeBlock, Disclosure, EmptyState, ExplainedText, Skeleton } from '../../ui'
import { text } from './text'

const slowAfterMilliseconds = 2500

export function LookingFace() {
  const words = useText(text)
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowAfterMilliseconds)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="ui-stack" role="status">
      <p className="ui-muted">
        {words.looking} {slow && words.lookingSlow}
      </p>
      <div className="gpus-grid gpus-grid--two" aria-hidden>
        <Skeleton height={260} />
        <Skeleton height={260} />
      </div>
    </div>
  )
}

/** Not a failure: the app is whole on the CPU. */
export function AbsentFace({ state }: { state: Extract<GpuState, { is: 'absent' }> }) {
  const words = useText(text)
  const { title, text: meaning } = words.absent[state.reason]
  return (
    <Card>
      <EmptyState
        icon={<Cpu size={28} aria-hidden />}
        title={title}
        text={meaning}
        action={<Said title={state.reason === 'no-devices' ? words.said : words.details} raw={state.raw} />}
      />
    </Card>
  )
}

export function FailedFace({ state }: { state: Extract<GpuState, { is: 'failed' }> }) {
  const words = useText(text)
  const { title, text: meaning, next } = words.failed[state.reason]
  return (
    <Card tone="bad">
      <div className="gpus-failed" role="alert">
        <CircleAlert size={20} className="gpus-failed-icon" aria-hidden />
        <div className="ui-stack">
          <h2>{title}</h2>
          <p className="ui-muted">{meaning}</p>
          <p>{next}</p>
          <ExplainedText raw={state.raw} />
          <p className="ui-faint ui-small">
            <Retry at={state.retryAt} />
          </p>
          <Said
            title={state.exitCode === null ? words.said : words.saidCode(state.exitCode)}
            raw={state.raw}
          />
        </div>
      </div>
    </Card>
  )
}

function Retry({ at }: { at: number }) {
  const words = useText(text)
  const format = useFormat()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.ceil((at - now) / 1000)
  return <>{seconds > 0 ? words.retryIn(format.duration(seconds)) : words.retrying}</>
}

/** The tool's own words, one click below. */
function Said({ title, raw }: { title: string; raw: string }) {
  const words = useText(text)
  return (
    <Disclosure title={title}>
      {raw.trim() === '' ? <p className="ui-muted">{words.saidNothing}</p> : <CodeBlock code={raw} wrap />}
    </Disclosure>
  )
}
