// One round of looking for an engine: the first candidate that answers, and what became of the others.
import type { EngineAttempt, EngineUp } from '../../shared/contract/engine'
import { RefusalError } from '../../shared/model/refusal'
import type { Candidate } from './address'
import { greet } from './handshake'
import type { Transport } from './transport'

export type Found =
  | { is: 'found'; candidate: Candidate; transport: Transport; up: EngineUp }
  | { is: 'nothing'; refusal: RefusalError; tried: EngineAttempt[] }

export async function search(list: Candidate[], signal: AbortSignal): Promise<Found> {
  const tried: EngineAttempt[] = []
  const refusals: RefusalError[] = []
  let stopped = false
  for (const candidate of list) {
    if (stopped || signal.aborted) {
      const { source, name, address } = candidate
      const detail = 'an address given by hand comes first, and no other engine takes its place unasked'
      tried.push({ source, name, address, outcome: 'not-tried', detail })
      continue
    }
    const greeting = await greet(candidate, signal)
    tried.push(greeting.attempt)
    if (greeting.is === 'answered') {
      const rest = list.slice(tried.length).map(({ source, name, address }) => ({
        ...{ source, name, address, outcome: 'not-tried' as const, detail: 'an earlier one answered' },
      }))
      const up = { ...greeting.up, since: Date.now(), tried: [...tried, ...rest] }
      return { is: 'found', candidate, transport: greeting.transport, up }
    }
    refusals.push(greeting.refusal)
    stopped = candidate.exclusive
  }
  return { is: 'nothing', refusal: mostTelling(refusals), tried }
}

/** "No permission" or "too old" says more than "not there", which is true of most sockets on most machines. */
function mostTelling(refusals: RefusalError[]): RefusalError {
  const by = (code: string) => refusals.find(({ refusal }) => refusal.code === code)
  const telling = by('EnginePermission') ?? by('EngineTooOld')
  if (telling) return telling
  const first = refusals[0]?.refusal
  return new RefusalError('EngineDown', {
    params: first?.params ?? {},
    evidence: first?.evidence ?? '',
    raw: refusals.map(({ refusal }) => refusal.evidence).join('\n'),
    actions: ['reconnect', 'open-settings'],
  })
}
