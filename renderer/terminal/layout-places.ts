// Where the panes of a tab and the bars between them lie, in parts of the whole: drawn flat, so no pane moves in the document.
import type { Tab } from './layout'
import { panesOf, type Along, type Pane, type PaneTree } from './layout-tree'

/** Parts of the stage, from 0 to 1. */
export type Area = { left: number; top: number; width: number; height: number }

export type PanePlace = { pane: Pane; area: Area }

export type Bar = {
  path: readonly number[]
  index: number
  along: Along
  /** A line: without width in a row, without height in a column. */
  area: Area
  /** Of the split it is in, along it, as a part of the stage. */
  span: number
  /** Where it stands between its two neighbours, from 0 to 1. */
  value: number
  /** Of both together, as a share of their split. */
  both: number
}

export type Direction = 'left' | 'right' | 'up' | 'down'

const whole: Area = { left: 0, top: 0, width: 1, height: 1 }

export function placesOf(tab: Tab): { panes: PanePlace[]; bars: Bar[] } {
  if (!tab.maximised) return layOut(tab.tree, whole, [])
  const panes = panesOf(tab.tree).filter(({ terminal }) => terminal === tab.active)
  return { panes: panes.map((pane) => ({ pane, area: whole })), bars: [] }
}

function layOut(tree: PaneTree, area: Area, path: number[]): { panes: PanePlace[]; bars: Bar[] } {
  if (tree.is === 'pane') return { panes: [{ pane: tree, area }], bars: [] }
  const { along, parts } = tree
  const panes: PanePlace[] = []
  const bars: Bar[] = []
  let from = 0
  for (const [index, part] of parts.entries()) {
    const inner = layOut(part.node, slice(area, along, { from, length: part.share }), [...path, index])
    panes.push(...inner.panes)
    bars.push(...inner.bars)
    from += part.share
    const next = parts[index + 1]
    if (next === undefined) continue
    bars.push({
      path,
      index,
      along,
      area: slice(area, along, { from, length: 0 }),
      span: along === 'row' ? area.width : area.height,
      value: part.share / (part.share + next.share),
      both: part.share + next.share,
    })
  }
  return { panes, bars }
}

function slice(area: Area, along: Along, { from, length }: { from: number; length: number }): Area {
  return along === 'row'
    ? { ...area, left: area.left + area.width * from, width: area.width * length }
    : { ...area, top: area.top + area.height * from, height: area.height * length }
}

/** The pane one comes to by going that way from the active one: the nearest, and of those the one along most of its side. */
export function neighbour(tab: Tab, direction: Direction): string | null {
  const { panes } = placesOf({ ...tab, maximised: false })
  const here = panes.find(({ pane }) => pane.terminal === tab.active)?.area
  if (here === undefined) return null
  const found = panes
    .map(({ pane, area }) => ({ terminal: pane.terminal, ...seenFrom(here, area, direction) }))
    .filter(({ gap, beside }) => gap > -1e-6 && beside > 1e-6)
    .sort((a, b) => a.gap - b.gap || b.beside - a.beside)
  return found[0]?.terminal ?? null
}

/** How far `there` begins in that direction, and how much of the two sides face each other. */
function seenFrom(here: Area, there: Area, direction: Direction): { gap: number; beside: number } {
  const right = (area: Area) => area.left + area.width
  const bottom = (area: Area) => area.top + area.height
  const beside =
    direction === 'left' || direction === 'right'
      ? Math.min(bottom(here), bottom(there)) - Math.max(here.top, there.top)
      : Math.min(right(here), right(there)) - Math.max(here.left, there.left)
  const gap = {
    left: here.left - right(there),
    right: there.left - right(here),
    up: here.top - bottom(there),
    down: there.top - bottom(here),
  }[direction]
  // Two ways of adding the same shares differ in the last digits.
  return { gap: Math.round(gap * 1e6) / 1e6, beside }
}
