// What berth launch asks before it goes on, as the window does; where nobody can be asked, it refuses and says what would allow it.
import { asksFirst, knownByCatalogue, type Verdict } from '../../shared/model/compatibility'
import type { LaunchSpec } from '../../shared/model/launch-spec'
import { RefusalError } from '../../shared/model/refusal'
import { visibleLines } from '../../shared/model/visible'
import { wordQuestion, type Question } from '../../shared/words/consent'
import type { Services } from '../services'
import type { Surroundings } from './command'
import { verdictLines } from './preflight'

type Around = Pick<Surroundings, 'err' | 'ask' | 'signal'>

export async function confirm(question: Question, { err, ask }: Around): Promise<'yes' | 'no' | 'cannot'> {
  const { title, detail, yes } = wordQuestion(question, 'en')
  err(`${title}\n\n${detail}\n`)
  if (ask === undefined) {
    err('Nobody can be asked here. Agree to it with --allow-path.')
    return 'cannot'
  }
  return (await ask(`${yes}?`)) ? 'yes' : 'no'
}

/** Refuses with Cancelled where the pre-flight says no and nobody says yes. */
export async function refuseWillNotRun(
  rooms: Pick<Services, 'launch' | 'preflight'>,
  spec: LaunchSpec,
  { err, ask, signal }: Around,
): Promise<void> {
  const verdict = await verdictOn(rooms, spec, signal)
  if (verdict === null || !asksFirst(verdict, spec.gpus)) return
  err(visibleLines(verdictLines(spec.image, verdict).join('\n')))
  if (ask !== undefined && (await ask('Launch it all the same?'))) return
  const how = ask === undefined ? ' (--even-so launches it all the same)' : ''
  throw new RefusalError('Cancelled', { evidence: `nothing was launched${how}` })
}

/** null where nobody can say: then the launch itself will. */
async function verdictOn(
  { launch, preflight }: Pick<Services, 'launch' | 'preflight'>,
  { image, entry }: LaunchSpec,
  signal: AbortSignal,
): Promise<Verdict | null> {
  const entries = await first(launch.catalogue(signal))
  if (knownByCatalogue(entries?.find(({ id }) => id === entry)))
    return (await preflight.verdicts([image]))[image] ?? null
  try {
    return (await preflight.look({ reference: image, fresh: false })).verdict
  } catch (error) {
    if (error instanceof RefusalError && !signal.aborted) return null
    throw error
  }
}

async function first<T>(values: AsyncIterable<T>): Promise<T | undefined> {
  for await (const value of values) return value
  return undefined
}
