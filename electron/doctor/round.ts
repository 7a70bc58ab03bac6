// One round: the checks side by side, each within its own time limit and after those that may hold its cause.
import type { Check, CheckId } from '../../shared/contract/doctor'
import { standingInFor, unknown, type DoctorCheck, type Outcome } from './check'
import { checks } from './checks'
import type { Look } from './look'

export type Answered = { id: CheckId; outcome: Outcome; milliseconds: number }

/** `only` leaves the others out, but asks those that they come after, as evidence of their own. */
export async function runRound(options: {
  look: Look
  only: readonly CheckId[]
  signal: AbortSignal
  onAnswer: (answered: Answered) => void
}): Promise<void> {
  const { look, only, signal, onAnswer } = options
  const asked = new Map<CheckId, Promise<Answered>>()
  const byId = new Map(checks.map((check) => [check.id, check]))

  function ask(id: CheckId): Promise<Answered> | null {
    const check = byId.get(id)
    if (check === undefined) return null
    const found = asked.get(id) ?? answer(check)
    asked.set(id, found)
    return found
  }

  async function answer(check: DoctorCheck): Promise<Answered> {
    const { id } = check
    for (const before of check.after) {
      const told = await ask(before)
      const instead = told === null ? null : standingInFor(before, told.outcome)
      if (instead !== null) return { id, outcome: instead, milliseconds: 0 }
    }
    const start = look.machine.now()
    const outcome = await within(check, look, signal)
    return { id, outcome, milliseconds: Math.max(0, Math.round(look.machine.now() - start)) }
  }

  await Promise.all(
    only.map(async (id) => {
      const answered = await ask(id)
      if (answered !== null && !signal.aborted) onAnswer(answered)
    }),
  )
}

async function within(check: DoctorCheck, look: Look, signal: AbortSignal): Promise<Outcome> {
  const late = new AbortController()
  const seconds = Math.round(check.milliseconds / 1000)
  const tooLate = unknown('check-timed-out', { params: { seconds } })
  const waiting: NodeJS.Timeout[] = []
  const timeUp = new Promise<Outcome>((resolve) => {
    const stop = () => {
      late.abort()
      resolve(tooLate)
    }
    waiting.push(setTimeout(stop, check.milliseconds))
    signal.addEventListener('abort', stop, { once: true, signal: late.signal })
  })
  try {
    return await Promise.race([check.run(look, late.signal), timeUp])
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const evidence = error instanceof Error ? (error.stack ?? message) : message
    return unknown('check-broke', { params: { message }, evidence })
  } finally {
    for (const timer of waiting) clearTimeout(timer)
    late.abort()
  }
}

/** The check and all whose cause it may hold: what has to be asked again when it changed. */
export function withDependents(id: CheckId): CheckId[] {
  const found = new Set<CheckId>([id])
  for (let before = 0; before !== found.size;) {
    before = found.size
    for (const check of checks) if (check.after.some((each) => found.has(each))) found.add(check.id)
  }
  return checks.map((check) => check.id).filter((each) => found.has(each))
}

export function running(id: CheckId): Check {
  return { id, state: 'running', finding: '', params: {}, evidence: '', fixes: [], milliseconds: null }
}
