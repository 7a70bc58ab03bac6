import type { ReactNode } from 'react'
import { CircleAlert, CircleCheck, CircleHelp, Lightbulb, Stethoscope } from 'lucide-react'
import type { DoctorState } from '../../../shared/contract/doctor'
import { useText } from '../../i18n'
import { cx, ProgressBar } from '../../ui'
import { countStates, standingOf, withoutGpu, type Standing } from './findings'
import { text } from './text'

const icons: Record<Standing, ReactNode> = {
  looking: <Stethoscope size={22} aria-hidden />,
  problems: <CircleAlert size={22} aria-hidden />,
  advice: <Lightbulb size={22} aria-hidden />,
  unsure: <CircleHelp size={22} aria-hidden />,
  healthy: <CircleCheck size={22} aria-hidden />,
}

/** The sentence on top: how this machine is, and how much of it was looked at. */
export function Summary({ state }: { state: DoctorState | null }) {
  const words = useText(text).summary
  const standing = standingOf(state)
  const checks = state?.checks ?? []
  const counts = countStates(checks)
  const done = checks.length - counts.running
  const parts = [
    counts.problem > 0 ? words.problems(counts.problem) : null,
    counts.advice > 0 ? words.advice(counts.advice) : null,
    counts.unknown > 0 ? words.unknown(counts.unknown) : null,
    counts.fine > 0 ? words.fine(counts.fine) : null,
  ].filter((part) => part !== null)
  return (
    <section className={cx('doctor-summary', `doctor-summary--${standing}`)} role="status">
      <span className="doctor-summary-icon">{icons[standing]}</span>
      <div className="ui-grow">
        <h2>{words.standings[standing]}</h2>
        <p className="ui-muted">
          {standing === 'looking' ? words.progress(done, checks.length) : words.list(parts)}
          {standing !== 'looking' && withoutGpu(checks) && words.onCpu}
        </p>
      </div>
      {counts.running > 0 && (
        <div className="doctor-summary-bar">
          <ProgressBar label={words.standings.looking} value={done / checks.length} size="thin" />
        </div>
      )}
    </section>
  )
}
