// Is the clock right: compared with what a registry or an engine on another machine says.
import { fine, problem, unknown, type DoctorCheck } from '../check'
import type { Look } from '../look'
import { askRegistries } from './registry'

/** Tokens of registries and certificates allow for a few minutes at most; less than this is a slow answer. */
const mostSeconds = 60

export const clockCheck: DoctorCheck = {
  id: 'clock',
  after: [],
  milliseconds: 15_000,
  async run(look, signal) {
    const told = await tellers(look, signal)
    const first = told[0]
    if (first === undefined) return unknown('clock-unknown')
    const evidence = told
      .map(
        ({ host, theirs, ours }) =>
          `${host}: ${new Date(theirs).toISOString()}; here: ${new Date(ours).toISOString()}`,
      )
      .join('\n')
    const seconds = Math.round(Math.abs(first.theirs - first.ours) / 1000)
    if (seconds <= mostSeconds) return fine('clock-right', { params: { seconds }, evidence })
    return problem('clock-wrong', {
      params: { seconds, host: first.host },
      evidence,
      fixes: [{ id: 'set-clock' }],
    })
  },
}

async function tellers(look: Look, signal: AbortSignal) {
  const answers = await askRegistries(look, signal)
  const ours = look.machine.now()
  const registries = answers.flatMap(({ host, answer }) =>
    answer.is === 'answered' && answer.date !== null && !/^(localhost|127\.)/.test(host)
      ? [{ host, theirs: answer.date, ours }]
      : [],
  )
  const state = await look.engine()
  // An engine of this machine has this machine's clock.
  if (state.is !== 'up' || (state.local && state.product !== 'desktop')) return registries
  const theirs = Date.parse((await look.info())?.systemTime ?? '')
  return Number.isNaN(theirs)
    ? registries
    : [...registries, { host: state.address, theirs, ours: look.machine.now() }]
}
