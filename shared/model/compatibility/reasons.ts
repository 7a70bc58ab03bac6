// The same reason for several cards is said once.
import type { Reason } from './types'

export function merged(reasons: readonly Reason[]): Reason[] {
  const distinct = new Map<string, Reason>()
  for (const reason of reasons) {
    const { cards, ...others } = reason.params
    const key = JSON.stringify([reason.rule, others, reason.certain])
    const earlier = distinct.get(key)
    const names = new Set([...namesOf(earlier?.params['cards']), ...namesOf(cards)])
    const params = names.size > 0 ? { ...others, cards: [...names].join(', ') } : others
    distinct.set(key, { ...(earlier ?? reason), params })
  }
  return [...distinct.values()]
}

function namesOf(cards: string | number | undefined): string[] {
  return cards === undefined ? [] : String(cards).split(', ')
}
