// A line's text in pieces that each look one way: its own colours and what was found in it, laid over each other.
import type { Span, Style } from './ansi'
import type { Range } from './matches'

export type Piece = { text: string; style: Style | null; match: boolean }

/** Spans and ranges are in order and do not overlap among themselves; what lies beyond the text's end is left out. */
export function piecesOf(text: string, spans: readonly Span[] | null, ranges: readonly Range[]): Piece[] {
  if (spans === null && ranges.length === 0) return text === '' ? [] : [{ text, style: null, match: false }]
  const edges = new Set([0, text.length])
  for (const { from, to } of [...(spans ?? []), ...ranges])
    for (const edge of [from, to]) if (edge < text.length) edges.add(edge)
  const cuts = [...edges].sort((a, b) => a - b)
  let [span, range] = [0, 0]
  return cuts.slice(0, -1).map((from, index) => {
    while ((spans?.[span]?.to ?? Infinity) <= from) span += 1
    while ((ranges[range]?.to ?? Infinity) <= from) range += 1
    const over = spans?.[span]
    return {
      text: text.slice(from, cuts[index + 1]),
      style: over !== undefined && over.from <= from ? over.style : null,
      match: (ranges[range]?.from ?? Infinity) <= from,
    }
  })
}
