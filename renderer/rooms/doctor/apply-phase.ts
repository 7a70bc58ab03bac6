// Where a fix stands, as the dialog shows it: asked for, running, ended, or refused before it began.
import type { DoctorState } from '../../../shared/contract/doctor'

type Named = { check: string; fix: string }
export type Phase =
  | { is: 'asking' }
  | { is: 'refused' }
  | { is: 'running'; output: string }
  | { is: 'ended'; output: string; exitCode: number }

export function phaseOf(at: {
  asked: Named
  agreed: boolean
  /** The call that started it has not been answered yet: an end that is told now is an earlier one's. */
  calling: boolean
  refused: boolean
  fixing: DoctorState['fixing']
}): Phase {
  const { asked, fixing } = at
  if (at.refused) return { is: 'refused' }
  if (!at.agreed) return { is: 'asking' }
  const ours = fixing && isOf(asked, fixing) ? fixing : null
  if (!ours) return { is: 'running', output: '' }
  if (ours.exitCode === null) return { is: 'running', output: ours.output }
  if (at.calling) return { is: 'running', output: '' }
  return { is: 'ended', output: ours.output, exitCode: ours.exitCode }
}

/** Opened for what runs already: nothing is left to agree to. Another fix that runs agrees to nothing. */
export function isUnderWay(asked: Named, fixing: DoctorState['fixing']): boolean {
  return fixing !== null && fixing.exitCode === null && isOf(asked, fixing)
}

function isOf(asked: Named, fixing: NonNullable<DoctorState['fixing']>): boolean {
  return fixing.check === asked.check && fixing.fix === asked.fix
}
