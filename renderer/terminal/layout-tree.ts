// The panes of one tab: a tree of rows and columns whose parts share the space. Pure; every verb gives a new tree.
import type { ShellWish } from '../../shared/contract/terminals'

export type Pane = {
  is: 'pane'
  terminal: string
  /** An ended terminal whose screen stays to be read above this one's. */
  earlier: string | null
  /** What was asked for when it was opened, so that another can be; null where nobody knows. */
  wish: ShellWish | null
}

/** 'row': parts stand beside each other. 'column': above each other. */
export type Along = 'row' | 'column'

/** `share` is of the split's length along it; the shares of a split sum to 1. */
export type Part = { share: number; node: PaneTree }

export type PaneTree = Pane | { is: 'split'; along: Along; parts: Part[] }

/** A part never gets smaller than this by dragging its bar. */
export const leastShare = 0.08

export function panesOf(tree: PaneTree): Pane[] {
  return tree.is === 'pane' ? [tree] : tree.parts.flatMap((part) => panesOf(part.node))
}

/** The smart constructor: no split of one part, none directly in another of its own direction, shares that sum to 1. */
export function join(along: Along, parts: Part[]): PaneTree | null {
  const flat = parts.flatMap((part) =>
    part.node.is === 'split' && part.node.along === along
      ? part.node.parts.map((inner) => ({ ...inner, share: inner.share * part.share }))
      : [part],
  )
  const [first] = flat
  if (first === undefined) return null
  if (flat.length === 1) return first.node
  const sum = flat.reduce((total, part) => total + part.share, 0)
  // What sums to 1 already is left exactly as it is: a tree put in order once stays the same.
  const even = Math.abs(sum - 1) < 1e-6
  return {
    is: 'split',
    along,
    parts: even ? flat : flat.map((part) => ({ ...part, share: part.share / sum })),
  }
}

/** Each pane replaced by what `change` gives; null takes it away, and its neighbours take its space. */
export function mapPanes(tree: PaneTree, change: (pane: Pane) => PaneTree | null): PaneTree | null {
  if (tree.is === 'pane') return change(tree)
  const parts = tree.parts.flatMap((part) => {
    const node = mapPanes(part.node, change)
    return node === null ? [] : [{ ...part, node }]
  })
  return join(tree.along, parts)
}

export function withoutPane(tree: PaneTree, terminal: string): PaneTree | null {
  return mapPanes(tree, (pane) => (pane.terminal === terminal ? null : pane))
}

/** `added` takes half of the space of `terminal`'s pane, on its right or below it. */
export function splitPane(tree: PaneTree, terminal: string, along: Along, added: Pane): PaneTree {
  const split = mapPanes(tree, (pane) =>
    pane.terminal === terminal
      ? join(along, [
          { share: 0.5, node: pane },
          { share: 0.5, node: added },
        ])
      : pane,
  )
  return split ?? added
}

/** Moves the bar after part `index` of the split at `path` by a share of that split; its two neighbours alone change. */
export function moveBar(
  tree: PaneTree,
  bar: { path: readonly number[]; index: number },
  by: number,
): PaneTree {
  if (tree.is === 'pane') return tree
  const [step, ...rest] = bar.path
  if (step !== undefined) {
    const parts = tree.parts.map((part, at) =>
      at === step ? { ...part, node: moveBar(part.node, { path: rest, index: bar.index }, by) } : part,
    )
    return { ...tree, parts }
  }
  const before = tree.parts[bar.index]
  const after = tree.parts[bar.index + 1]
  if (before === undefined || after === undefined) return tree
  const both = before.share + after.share
  const least = Math.min(leastShare, both / 2)
  const share = Math.min(Math.max(before.share + by, least), both - least)
  const parts = tree.parts.map((part) =>
    part === before ? { ...part, share } : part === after ? { ...part, share: both - share } : part,
  )
  return { ...tree, parts }
}
