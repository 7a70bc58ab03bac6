// The details of MIG instances: `-q -x` names who is in which and what each holds, `-L` alone gives their UUIDs.
import { migInstances, parseDetails, parseList, type ListedCard } from '../../shared/model/nvidia'
import { capture, type RunCommand } from '../gpu'
import type { Details } from './holdings'

export type AskDetails = (signal: AbortSignal) => Promise<Details | null>

/** Never two at a time: a caller who comes meanwhile gets nothing. null also when the tool gave no details. */
export function createAskDetails(run: RunCommand, milliseconds: number): AskDetails {
  let asking = false
  let listed: { of: string; cards: ListedCard[] } = { of: '', cards: [] }

  async function ask(signal: AbortSignal): Promise<Details | null> {
    const answer = await capture(run, ['-q', '-x'], { signal, milliseconds })
    const cards = answer.is === 'ended' ? parseDetails(answer.text) : []
    if (cards.length === 0 || signal.aborted) return null
    // The list changes only when somebody cuts a card anew.
    const cut = cards
      .flatMap(({ uuid, mig }) =>
        mig.map((each) => [uuid, each.device, each.gpuInstance, each.computeInstance]),
      )
      .join(' ')
    if (cut !== listed.of) {
      const list = await capture(run, ['-L'], { signal, milliseconds })
      if (list.is === 'ended' && list.code === 0) listed = { of: cut, cards: parseList(list.text) }
    }
    const known = listed.of === cut ? listed.cards : []
    // A card that is not cut has nothing to tell here.
    return { cards, instances: migInstances(known, cards) }
  }

  return async (signal) => {
    if (asking) return null
    asking = true
    try {
      return await ask(signal)
    } finally {
      asking = false
    }
  }
}
