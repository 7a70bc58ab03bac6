// Which part of a long list is drawn: lines are grouped in blocks, and only the blocks near the window exist on the page.
import type { LogLine } from './lines'

export const blockLines = 100
/** Blocks drawn beyond each edge of the window, so that scrolling meets lines and not blanks. */
const margin = 1

export type Block = { index: number; lines: readonly LogLine[] }

/** The lines in blocks of equal ids: a block keeps its index while lines before it are dropped. */
export function blocksOf(lines: readonly LogLine[]): Block[] {
  const blocks: Block[] = []
  for (let at = 0; at < lines.length;) {
    const index = Math.floor((lines[at]?.id ?? 0) / blockLines)
    const size = (index + 1) * blockLines - (lines[at]?.id ?? 0)
    blocks.push({ index, lines: lines.slice(at, at + size) })
    at += size
  }
  return blocks
}

export type View = { top: number; height: number } | 'end'

/** Positions in `blocks` to draw, from `from` up to and without `to`, and the heights of what is left out. */
export function windowOf(
  blocks: readonly Block[],
  heightOf: (block: Block) => number,
  view: View,
): { from: number; to: number; above: number; below: number } {
  const heights = blocks.map(heightOf)
  let from = Math.max(0, blocks.length - 3)
  let to = blocks.length
  if (view !== 'end') {
    let y = 0
    const first = heights.findIndex((height) => (y += height) > view.top)
    from = Math.max(0, (first < 0 ? blocks.length - 1 : first) - margin)
    let end = first < 0 ? blocks.length : first
    for (y -= heights[end] ?? 0; end < blocks.length && y < view.top + view.height; end++)
      y += heights[end] ?? 0
    to = Math.min(blocks.length, end + margin)
  }
  const sum = (part: readonly number[]) => part.reduce((total, height) => total + height, 0)
  return { from, to, above: sum(heights.slice(0, from)), below: sum(heights.slice(to)) }
}
