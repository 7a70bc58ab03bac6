// Which part of a long list is drawn: rows are grouped in blocks, and only the blocks near the window exist on the page.
import type { LogLine } from './assembling'

export const blockRows = 100
/** Blocks drawn beyond each edge of the window, so that scrolling meets lines and not blanks. */
const margin = 1

export type Block = { index: number; rows: readonly LogLine[] }

/** Rows in blocks by their numbers, `first` being that of `rows[0]`: a row stays in its block while others come and go. */
export function blocksOf(rows: readonly LogLine[], first: number): Block[] {
  const blocks: Block[] = []
  for (let at = 0; at < rows.length;) {
    const index = Math.floor((first + at) / blockRows)
    const size = (index + 1) * blockRows - (first + at)
    blocks.push({ index, rows: rows.slice(at, at + size) })
    at += size
  }
  return blocks
}

/** What the window shows first: the row with this id, or the next one that is there; or the list's end. */
export type View = { line: number } | 'end'

/** Positions in `blocks` to draw, from `from` up to and without `to`, and the heights of what is left out. */
export function windowOf(
  blocks: readonly Block[],
  heightOf: (block: Block) => number,
  view: View,
  windowHeight: number,
): { from: number; to: number; above: number; below: number } {
  const heights = blocks.map(heightOf)
  let from = blocks.length
  let to = blocks.length
  if (view === 'end') {
    for (let height = 0; from > 0 && height < windowHeight; height += heights[from] ?? 0) from -= 1
  } else {
    from = Math.max(0, positionOf(blocks, view.line))
    // The first row may be the last of its block, so that block's height does not count.
    let height = 0
    for (to = Math.min(blocks.length, from + 1); to < blocks.length && height < windowHeight; to += 1)
      height += heights[to] ?? 0
  }
  from = Math.max(0, from - margin)
  to = Math.min(blocks.length, to + margin)
  const sum = (part: readonly number[]) => part.reduce((total, height) => total + height, 0)
  return { from, to, above: sum(heights.slice(0, from)), below: sum(heights.slice(to)) }
}

/** The block with the row of this id, or with the next one that is there. */
export function positionOf(blocks: readonly Block[], line: number): number {
  const at = blocks.findIndex(({ rows }) => (rows.at(-1)?.id ?? -Infinity) >= line)
  return at < 0 ? blocks.length - 1 : at
}
