// The ledger: conditions that come and go become alerts with a beginning, an end and a person's word on them. Pure.
import type { Alert } from '../../shared/contract/alerts'
import type { AlertKind } from '../../shared/model/alert-kinds'
import type { Condition } from './rules'

export type Entry = Alert & {
  /** Holds, but not yet for long enough to be told. */
  waiting: boolean
  /** Holds no more, but not yet for long enough to be over. */
  clearSince: number | null
}

/** How long a condition must hold before a person hears of it. A flicker is no news. */
const toldAfter: Record<AlertKind, number> = {
  'memory-full': 15_000,
  'cuda-out-of-memory': 0,
  'card-lost': 3000,
  throttled: 30_000,
  'idle-memory': 0,
  'one-busy-card': 0,
  'container-lost-gpu': 0,
  reaper: 0,
}
/** How long it must be gone before it is over: figures swing around a limit. */
const overAfter = 20_000
const rememberedFor = 24 * 3600_000
const mostEntries = 300
/** Looks further apart than this: the machine slept, and nothing is known of the time between. */
const longestGap = 60_000

export type Ledger = readonly Entry[]

/** `fresh`: those that a person should be told of now, each once. */
export function nextLedger(
  before: Ledger,
  conditions: readonly Condition[],
  time: { now: number; lastLook: number | null },
): { ledger: Ledger; fresh: Alert[] } {
  const { now, lastLook } = time
  const gap = lastLook === null ? 0 : now - lastLook
  const slept = gap > longestGap || gap < 0
  const fresh: Alert[] = []
  const holding = new Map(conditions.map((condition) => [condition.id, condition]))
  const next: Entry[] = []
  for (const entry of before) {
    const condition = holding.get(entry.id)
    if (entry.endedAt !== null) {
      if (condition === undefined && now - entry.endedAt < rememberedFor && now >= entry.endedAt - longestGap)
        next.push(entry)
      continue
    }
    holding.delete(entry.id)
    if (condition !== undefined) {
      // After a sleep the time that it must hold begins anew.
      const since = entry.waiting && slept ? now : entry.since
      const told = !entry.waiting || now - since >= toldAfter[entry.kind]
      const held = { ...entry, ...condition, since, waiting: !told, clearSince: null }
      if (entry.waiting && told) fresh.push(alertOf(held))
      next.push(held)
    } else if (!entry.waiting) {
      const clearSince = entry.clearSince === null || slept ? now : entry.clearSince
      const over = now - clearSince >= overAfter
      next.push({ ...entry, clearSince, endedAt: over ? clearSince : null })
    }
  }
  for (const condition of holding.values()) {
    const waiting = toldAfter[condition.kind] > 0
    const entry = { ...condition, since: now, endedAt: null, dismissed: false, waiting, clearSince: null }
    if (!waiting) fresh.push(alertOf(entry))
    next.push(entry)
  }
  return { ledger: next.slice(-mostEntries), fresh }
}

/** The newest first; what waits is not told. */
export function alertsOf(ledger: Ledger): Alert[] {
  return ledger
    .filter(({ waiting }) => !waiting)
    .map(alertOf)
    .sort((a, b) => b.since - a.since)
}

function alertOf({ waiting: _waiting, clearSince: _clearSince, ...alert }: Entry): Alert {
  return alert
}
