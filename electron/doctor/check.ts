// What a check is, and what it may answer.
import type { Check, CheckId } from '../../shared/contract/doctor'
import type { FindingId, FixId } from '../../shared/model/doctor/findings'
import type { Look } from './look'

/** `gaps` fill the fix's commands: what they act on. */
export type WantedFix = { id: FixId; gaps?: Record<string, string> }
export type Outcome = Pick<Check, 'params' | 'evidence'> & {
  state: Exclude<Check['state'], 'running'>
  finding: FindingId
  fixes: WantedFix[]
}

export type DoctorCheck = {
  id: CheckId
  /** Checks that hold its cause: while one of them has a problem, this one has nothing of its own to say. */
  after: readonly CheckId[]
  /** Its time limit, in milliseconds, from when those before it have answered. */
  milliseconds: number
  run(look: Look, signal: AbortSignal): Promise<Outcome>
}

type Rest = { params?: Outcome['params']; evidence?: string; fixes?: WantedFix[] }
const outcome =
  (state: Outcome['state']) =>
  (finding: FindingId, { params = {}, evidence = '', fixes = [] }: Rest = {}): Outcome => ({
    ...{ state, finding, params, evidence, fixes },
  })

export const fine = outcome('fine')
export const advice = outcome('advice')
export const problem = outcome('problem')
export const unknown = outcome('unknown')
export const notApplicable = outcome('not-applicable')

/** Findings that say "not here at all": what depends on such a check is not there either. */
const nowhere: readonly FindingId[] = ['cause-elsewhere', 'cpu-only', 'not-linux', 'engine-remote']

/** What `before` means for the checks after it: null when they may look for themselves. */
export function standingInFor(check: CheckId, before: Outcome): Outcome | null {
  if (before.state === 'problem') return notApplicable('cause-elsewhere', { params: { check } })
  if (before.state === 'not-applicable' && nowhere.includes(before.finding))
    return notApplicable(before.finding, { params: before.params })
  return null
}
