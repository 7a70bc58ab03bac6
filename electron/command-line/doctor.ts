// berth doctor: looks at the machine once, and says what is wrong, why, and what mends it.
import { DoctorStateSchema, type Check, type DoctorState } from '../../shared/contract/doctor'
import { checkName, wordFinding, wordFix } from '../../shared/words/doctor'
import type { Command } from './command'

/** The exit codes: nothing wrong, a problem, or a check that could not look. */
const codes = { healthy: 0, problems: 1, couldNotLook: 2 }

export const doctorCommand: Command = {
  name: 'doctor',
  takes: '',
  about: 'check engine, GPUs and machine (exit code 0 healthy, 1 problems, 2 could not look)',
  options: {
    json: { type: 'boolean', about: 'print all checks, with their evidence, as JSON' },
    verbose: {
      type: 'boolean',
      about: 'show the evidence of every check, not only of those with something to say',
    },
  },
  run: async (given, _positionals, { rooms, out, err, signal }) => {
    const { services } = await rooms()
    const state = await ended(services.doctor.watch(signal))
    if (state === null) {
      err('berth: the checks were stopped before they ended')
      return codes.couldNotLook
    }
    out(given['json'] === true ? JSON.stringify(state) : report(state.checks, given['verbose'] === true))
    return exitCode(state.checks)
  },
}

async function ended(states: AsyncIterable<DoctorState>): Promise<DoctorState | null> {
  for await (const state of states) if (state.at !== null) return DoctorStateSchema.parse(state)
  return null
}

export function exitCode(checks: readonly Check[]): number {
  if (checks.some(({ state }) => state === 'problem')) return codes.problems
  // Not to know the time of the engine's start, or to have nobody to compare the clock with, is an answer.
  const blind = ['check-timed-out', 'check-broke', 'cards-silent', 'versions-untold']
  return checks.some(({ finding }) => blind.includes(finding)) ? codes.couldNotLook : codes.healthy
}

const marks = { running: '…', fine: '✓', advice: '!', problem: '✗', unknown: '?', 'not-applicable': '–' }

export function report(checks: readonly Check[], verbose: boolean): string {
  const width = Math.max(...checks.map(({ id }) => checkName(id, 'en').length))
  return checks.flatMap((check) => lines(check, { width, verbose })).join('\n')
}

function lines(check: Check, { width, verbose }: { width: number; verbose: boolean }): string[] {
  const { title, text } = wordFinding(check, 'en')
  const head = `${marks[check.state]} ${checkName(check.id, 'en').padEnd(width)}  ${title}`
  const tells = check.state === 'problem' || check.state === 'advice' || check.state === 'unknown'
  if (!tells && !verbose) return [head]
  return [
    head,
    ...(text === '' ? [] : [`    ${text}`]),
    ...(check.evidence === '' ? [] : check.evidence.split('\n').map((line) => `    | ${line}`)),
    ...check.fixes.flatMap(({ id, commands }) => [
      `    → ${wordFix(id, 'en').title}. ${wordFix(id, 'en').text}`,
      ...commands.map((command) => `        ${command}`),
    ]),
  ]
}
