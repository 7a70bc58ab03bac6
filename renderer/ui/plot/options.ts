import type uPlot from 'uplot'
import { readColours, type ColourToken } from './colours'

export type Curve = { key: string; colour: ColourToken; filled?: boolean; dashed?: boolean }

/** What changes each second, read by uPlot when it draws: the plot itself is made once. */
export type View = { from: number; to: number }

/** Percent from 0 to 100 over time. Plots with one `sync` key share their crosshair. */
export function plotOptions(given: {
  curves: Curve[]
  sync: string
  size: { width: number; height: number }
  view: () => View
  /** The moment under the crosshair, as it was drawn. */
  onHover: (at: number | null) => void
}): uPlot.Options {
  const { curves, sync, size, view, onHover } = given
  const colours = readColours()
  const quiet = { show: false }
  return {
    ...size,
    ms: 1,
    padding: [4, 0, 1, 0],
    legend: quiet,
    cursor: {
      sync: { key: sync, scales: ['x', null] },
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: { size: 7, width: 2 },
    },
    scales: {
      x: { time: true, range: () => [view().from, view().to] },
      y: { range: [0, 100] },
    },
    axes: [
      quiet,
      {
        size: 0,
        ticks: quiet,
        grid: { stroke: colours.line, width: 1 },
        splits: [0, 50, 100],
        values: () => [],
      },
    ],
    series: [
      {},
      ...curves.map((curve): uPlot.Series => {
        const stroke = colours.of(curve.colour)
        return {
          stroke,
          width: 1.6,
          points: quiet,
          spanGaps: false,
          ...(curve.filled === true ? { fill: faded(stroke) } : {}),
          ...(curve.dashed === true ? { dash: [5, 4] } : {}),
        }
      }),
    ],
    hooks: {
      setCursor: [(plot) => onHover(momentUnder(plot))],
    },
  }
}

function momentUnder({ cursor, data }: uPlot): number | null {
  if ((cursor.left ?? -1) < 0 || typeof cursor.idx !== 'number') return null
  return data[0][cursor.idx] ?? null
}

/** Tokens are `#rrggbb`. */
function faded(colour: string): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}26` : 'transparent'
}
