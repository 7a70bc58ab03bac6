// The layout a window holds while terminals come and go: what this window opens or closes itself is not taken for news.
import { paneOf, place, reconcile, terminalsOf, withoutTerminal, type Layout, type Where } from './layout'
import type { Pane } from './layout-tree'

export type Held = {
  layout: Layout
  /** Opened here and placed already; the list does not name them yet. */
  expected: readonly string[]
  /** Closed here and placed no more; the list still names them. */
  leaving: readonly string[]
  /** How many are being opened here: until their ids are known, one that turns up may be one of them. */
  opening: number
}

/** The layout beside the list of terminals as it is now; the same object when nothing changed. */
export function settle(held: Held, terminals: readonly string[]): Held {
  const leaving = same(held.leaving, (id) => terminals.includes(id))
  const expected = same(held.expected, (id) => !terminals.includes(id))
  const present = [...terminals.filter((id) => !leaving.includes(id)), ...expected]
  const placed = new Set(terminalsOf(held.layout))
  const layout = reconcile(held.layout, held.opening === 0 ? present : present.filter((id) => placed.has(id)))
  const unchanged = layout === held.layout && leaving === held.leaving && expected === held.expected
  return unchanged ? held : { ...held, layout, leaving, expected }
}

export const begin = (held: Held): Held => ({ ...held, opening: held.opening + 1 })
export const giveUp = (held: Held): Held => ({ ...held, opening: held.opening - 1 })

/** What a terminal opened there takes the place of for good: to be closed. */
export function replaced(layout: Layout, where: Where): string[] {
  const old = where.is === 'instead' ? paneOf(layout, where.of) : null
  if (where.is !== 'instead' || old === null) return []
  return [...(where.keep ? [] : [where.of]), ...(old.earlier === null ? [] : [old.earlier])]
}

export function opened(held: Held, pane: Pane, where: Where): Held {
  return {
    layout: place(held.layout, pane, where),
    expected: [...held.expected, pane.terminal],
    leaving: [...held.leaving, ...replaced(held.layout, where)],
    opening: held.opening - 1,
  }
}

export function leave(held: Held, terminal: string): Held {
  return {
    ...held,
    layout: withoutTerminal(held.layout, terminal),
    leaving: [...held.leaving, terminal],
    expected: held.expected.filter((id) => id !== terminal),
  }
}

/** It could not be closed: it is shown again. */
export function stay(held: Held, terminal: string): Held {
  return { ...held, leaving: held.leaving.filter((id) => id !== terminal) }
}

function same(ids: readonly string[], keep: (id: string) => boolean): readonly string[] {
  return ids.every(keep) ? ids : ids.filter(keep)
}
