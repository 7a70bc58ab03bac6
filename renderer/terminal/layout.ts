// Where each terminal stands: tabs, and in each a tree of panes. Pure verbs, so that every way of arranging can be tested.
import {
  mapPanes,
  moveBar,
  panesOf,
  splitPane,
  withoutPane,
  type Along,
  type Pane,
  type PaneTree,
} from './layout-tree'

export type Tab = {
  id: number
  tree: PaneTree
  /** The terminal that has the keyboard when the tab is looked at. */
  active: string
  /** The active pane has the whole tab. */
  maximised: boolean
}

export type Layout = { tabs: Tab[]; active: number | null }

export const emptyLayout: Layout = { tabs: [], active: null }

/** Where a terminal that was just opened goes. */
export type Where =
  | { is: 'tab' }
  | { is: 'beside'; terminal: string; along: Along }
  /** In the pane of one that ended; `keep`: its screen stays to be read above. */
  | { is: 'instead'; of: string; keep: boolean }

export const activeTab = (layout: Layout): Tab | null =>
  layout.tabs.find(({ id }) => id === layout.active) ?? null

export const tabOf = (layout: Layout, terminal: string): Tab | null =>
  layout.tabs.find(({ tree }) => panesOf(tree).some((pane) => pane.terminal === terminal)) ?? null

/** Every terminal that has a place, those above others included. */
export const terminalsOf = (layout: Layout): string[] =>
  layout.tabs.flatMap(({ tree }) => panesOf(tree).flatMap(idsOf))

export const paneOf = (layout: Layout, terminal: string): Pane | null =>
  layout.tabs.flatMap(({ tree }) => panesOf(tree)).find((pane) => pane.terminal === terminal) ?? null

/** Puts the pane where it is wanted and the keyboard into it. A place that is gone by now becomes a tab of its own. */
export function place(layout: Layout, pane: Pane, where: Where): Layout {
  const others = withoutTerminal(layout, pane.terminal)
  if (where.is === 'tab') return withTab(others, pane)
  const tab = tabOf(others, where.is === 'beside' ? where.terminal : where.of)
  if (tab === null) return withTab(others, pane)
  const tree =
    where.is === 'beside'
      ? splitPane(tab.tree, where.terminal, where.along, pane)
      : mapPanes(tab.tree, (old) => {
          if (old.terminal !== where.of) return old
          return { ...pane, earlier: where.keep ? where.of : null }
        })
  if (tree === null) return others
  const maximised = where.is === 'instead' && tab.maximised
  return changeTab(others, tab.id, { ...tab, tree, active: pane.terminal, maximised })
}

/** Takes a terminal out, wherever it is: its neighbours take the space, a tab without panes goes. */
export function withoutTerminal(layout: Layout, terminal: string): Layout {
  return reconcile(
    layout,
    terminalsOf(layout).filter((id) => id !== terminal),
  )
}

/** Looks at the terminal's tab and puts the keyboard into its pane. */
export function activate(layout: Layout, terminal: string): Layout {
  const tab = tabOf(layout, terminal)
  if (tab === null || (layout.active === tab.id && tab.active === terminal)) return layout
  return { ...changeTab(layout, tab.id, { ...tab, active: terminal }), active: tab.id }
}

export function activateTab(layout: Layout, id: number): Layout {
  return layout.tabs.some((tab) => tab.id === id) ? { ...layout, active: id } : layout
}

/** The next tab (1) or the one before (-1), round and round. */
export function stepTab(layout: Layout, step: 1 | -1): Layout {
  const at = layout.tabs.findIndex(({ id }) => id === layout.active)
  const next = layout.tabs[(at + step + layout.tabs.length) % layout.tabs.length]
  return next ? { ...layout, active: next.id } : layout
}

/** Moves a tab to a place in the strip, counted from 0; beyond either end means the end. */
export function moveTab(layout: Layout, id: number, to: number): Layout {
  const tab = layout.tabs.find((each) => each.id === id)
  if (tab === undefined) return layout
  const others = layout.tabs.filter((each) => each !== tab)
  const at = Math.min(Math.max(to, 0), others.length)
  if (layout.tabs[at] === tab) return layout
  return { ...layout, tabs: [...others.slice(0, at), tab, ...others.slice(at)] }
}

export function toOwnTab(layout: Layout, terminal: string): Layout {
  const tab = tabOf(layout, terminal)
  const pane = paneOf(layout, terminal)
  if (tab === null || pane === null || panesOf(tab.tree).length === 1) return layout
  const tree = withoutPane(tab.tree, terminal)
  if (tree === null) return layout
  // Looked at last: the new tab stands beside the one it came from.
  return withTab({ ...changeTab(layout, tab.id, mended({ ...tab, tree }, tab)), active: tab.id }, pane)
}

export function toggleMaximised(layout: Layout, terminal: string): Layout {
  const tab = tabOf(layout, terminal)
  if (tab === null || panesOf(tab.tree).length === 1) return layout
  return activate(changeTab(layout, tab.id, { ...tab, maximised: !tab.maximised }), terminal)
}

/** Moves the keyboard to another pane of the tab; a maximised one gives its room back first. */
export function focusPane(layout: Layout, terminal: string): Layout {
  const tab = tabOf(layout, terminal)
  if (tab === null) return layout
  const shown = tab.maximised ? changeTab(layout, tab.id, { ...tab, maximised: false }) : layout
  return activate(shown, terminal)
}

export type BarPlace = { tab: number; path: readonly number[]; index: number }

/** `by` is a share of the split that the bar is in. */
export function resize(layout: Layout, bar: BarPlace, by: number): Layout {
  const tab = layout.tabs.find(({ id }) => id === bar.tab)
  return tab ? changeTab(layout, tab.id, { ...tab, tree: moveBar(tab.tree, bar, by) }) : layout
}

/** The earlier screen above a pane is read: away with it. */
export function dropEarlier(layout: Layout, earlier: string): Layout {
  const tabs = layout.tabs.map((tab) => {
    const tree = mapPanes(tab.tree, (pane) => (pane.earlier === earlier ? { ...pane, earlier: null } : pane))
    return tree === null ? tab : { ...tab, tree }
  })
  return { ...layout, tabs }
}

/**
 * Brings the layout and the terminals that there are together: what is gone is dropped, what has no place gets a tab of
 * its own, so nothing is unseen or shown twice. A layout in order comes back as the same object.
 */
export function reconcile(layout: Layout, terminals: readonly string[]): Layout {
  const unplaced = new Set(terminals)
  const ids = new Set<number>()
  const kept = layout.tabs.flatMap((tab): Tab[] => {
    const tree = mapPanes(tab.tree, (pane) => {
      const terminal = unplaced.delete(pane.terminal)
      const earlier = pane.earlier !== null && unplaced.delete(pane.earlier) ? pane.earlier : null
      if (terminal) return { ...pane, earlier }
      return earlier === null ? null : { ...pane, terminal: earlier, earlier: null }
    })
    if (tree === null) return []
    const id = ids.has(tab.id) ? 1 + Math.max(...ids, ...layout.tabs.map((each) => each.id)) : tab.id
    ids.add(id)
    return [mended({ ...tab, id, tree }, tab)]
  })
  const at = layout.tabs.findIndex(({ id }) => id === layout.active)
  const neighbour =
    kept.find((tab) => tab.id === layout.active) ?? kept[Math.min(Math.max(at, 0), kept.length - 1)]
  const active = neighbour?.id ?? null
  const mendedLayout = [...unplaced].reduce(
    (so, terminal) => {
      const grown = withTab({ ...so, active: null }, { is: 'pane', terminal, earlier: null, wish: null })
      return { ...grown, active: so.active ?? grown.active }
    },
    { tabs: kept, active },
  )
  return JSON.stringify(mendedLayout) === JSON.stringify(layout) ? layout : mendedLayout
}

const idsOf = (pane: Pane): string[] =>
  pane.earlier === null ? [pane.terminal] : [pane.terminal, pane.earlier]

/** A tab whose tree changed: its active pane is one that is there, and alone it is not maximised. */
function mended(tab: Tab, before: Tab): Tab {
  const panes = panesOf(tab.tree)
  const at = panesOf(before.tree).findIndex(({ terminal }) => terminal === tab.active)
  const active =
    panes.find(({ terminal, earlier }) => terminal === tab.active || earlier === tab.active) ??
    panes[Math.min(Math.max(at - 1, 0), panes.length - 1)]
  return {
    ...tab,
    active: active?.terminal ?? tab.active,
    maximised: tab.maximised && panes.length > 1 && active?.terminal === tab.active,
  }
}

function changeTab(layout: Layout, id: number, tab: Tab): Layout {
  return { ...layout, tabs: layout.tabs.map((each) => (each.id === id ? tab : each)) }
}

/** A new tab after the active one, looked at; last where none is active. */
function withTab(layout: Layout, pane: Pane): Layout {
  const id = 1 + Math.max(0, ...layout.tabs.map((tab) => tab.id))
  const tab: Tab = { id, tree: pane, active: pane.terminal, maximised: false }
  const at = layout.tabs.findIndex((each) => each.id === layout.active)
  const before = at === -1 ? layout.tabs.length : at + 1
  return { tabs: [...layout.tabs.slice(0, before), tab, ...layout.tabs.slice(before)], active: id }
}
