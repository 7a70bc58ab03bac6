// Which terminal is drawn where, in one flat list: what a tab's tree says, and the earlier screens above their panes.
import { activeTab, type Layout } from './layout'
import { placesOf, type Area, type PanePlace } from './layout-places'
import { panesOf } from './layout-tree'
import type { PaneHead } from './splits-pane'

export type Frame = {
  terminal: string
  /** null: not seen now. */
  area: Area | null
  active: boolean
  head: PaneHead | null
}

/** Of its pane's height. */
const earlierShare = 0.4

/** In the order of `terminals`, which never changes: React then moves none in the document, and each keeps its focus. */
export function framesOf(layout: Layout, terminals: readonly string[]): Frame[] {
  const seen = activeTab(layout)
  const frames = new Map<string, Frame>()
  for (const tab of layout.tabs) {
    const places = tab === seen ? placesOf(tab).panes : []
    const several = panesOf(tab.tree).length > 1
    const head: PaneHead | null = !several ? null : { is: tab.maximised ? 'maximised' : 'one-of-several' }
    for (const pane of panesOf(tab.tree)) {
      const area = places.find((place) => place.pane === pane)?.area ?? null
      const active = tab === seen && tab.active === pane.terminal
      const [above, below] = pane.earlier === null ? [null, area] : halves(area)
      frames.set(pane.terminal, { terminal: pane.terminal, area: below, active, head })
      if (pane.earlier !== null)
        frames.set(pane.earlier, {
          terminal: pane.earlier,
          area: above,
          active: false,
          head: { is: 'earlier' },
        })
    }
  }
  return terminals.flatMap((terminal) => frames.get(terminal) ?? [])
}

function halves(area: PanePlace['area'] | null): [Area | null, Area | null] {
  if (area === null) return [null, null]
  const above = area.height * earlierShare
  return [
    { ...area, height: above },
    { ...area, top: area.top + above, height: area.height - above },
  ]
}
