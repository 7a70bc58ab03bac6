import { useEffect, useState } from 'react'
import type { TerminalTarget } from '../../shared/contract/terminals'
import type { Layout, Where } from './layout'
import { begin, giveUp, leave, opened, settle, stay, type Held } from './layout-held'
import { keepLayout, layoutKey, readLayout } from './layout-storage'
import type { Pane } from './layout-tree'

/** The target's layout, kept over reloads and brought together with the terminals that there are (null: not read yet). */
export function useLayout(target: TerminalTarget, terminals: readonly string[] | null) {
  const key = layoutKey(target)
  const [held, setHeld] = useState<Held>(() => ({
    layout: readLayout(localStorage, key),
    expected: [],
    leaving: [],
    opening: 0,
  }))
  const settled = terminals === null ? held : settle(held, terminals)
  if (settled !== held) setHeld(settled)
  const { layout } = settled
  const known = terminals !== null
  useEffect(() => {
    if (known) keepLayout(localStorage, key, layout)
  }, [key, known, layout])
  return {
    layout,
    change: (verb: (layout: Layout) => Layout) => setHeld((now) => ({ ...now, layout: verb(now.layout) })),
    begin: () => setHeld(begin),
    giveUp: () => setHeld(giveUp),
    opened: (pane: Pane, where: Where) => setHeld((now) => opened(now, pane, where)),
    leave: (terminal: string) => setHeld((now) => leave(now, terminal)),
    stay: (terminal: string) => setHeld((now) => stay(now, terminal)),
  }
}

export type LayoutVerbs = ReturnType<typeof useLayout>
