import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import './plot.css'
import { useTheme } from './colours'
import { plotOptions, type Curve, type View } from './options'
import { isDue, type Shown } from './due'

export type { Curve } from './options'

export type TimePlotProps = {
  /** What the plot shows now, in words: a canvas says nothing to those who cannot see it. */
  label: string
  curves: Curve[]
  /** Milliseconds, and per curve a percentage; null leaves a gap. */
  at: number[]
  values: (number | null)[][]
  view: View
  height: number
  /** Under the plot, evenly from its left edge to its right one. */
  ticks: string[]
  /** Plots with the same key share one crosshair. */
  sync: string
  /** The moment in `at` under the crosshair, here or in another plot of the same key. */
  onHover?: (at: number | null) => void
}

export function TimePlot(props: TimePlotProps) {
  const { curves, height, sync, at, values, view } = props
  const theme = useTheme()
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const shown = useRef<Shown>({ view, at, phase: 0 })
  const width = useWidth(host)
  const data = (): uPlot.AlignedData => [at, ...values]
  const firstData = useEffectEvent(data)
  // Plots that are made together are drawn at different moments, so that no frame draws them all.
  const drawnNow = useEffectEvent((): Shown => ({ view, at, phase: Math.random() }))
  const hovered = useEffectEvent((moment: number | null) => props.onHover?.(moment))
  const makeOptions = useEffectEvent(() =>
    plotOptions({
      curves,
      sync,
      size: { width, height },
      view: () => shown.current.view,
      onHover: (moment) => hovered(moment),
    }),
  )
  const shape = curves.map(({ key, colour }) => `${key} ${colour}`).join()
  const ready = width > 0

  // Made anew only for another theme or other curves: uPlot bakes colours into its options.
  useEffect(() => {
    if (!ready || !host.current) return
    shown.current = drawnNow()
    const made = new uPlot(makeOptions(), firstData(), host.current)
    plot.current = made
    return () => {
      plot.current = null
      made.destroy()
    }
  }, [theme, shape, sync, ready])
  useEffect(() => {
    if (plot.current === null || !isDue(shown.current, { view, at }, width)) return
    shown.current = { view, at, phase: 0 }
    plot.current.setData([at, ...values])
  }, [at, values, view, width])
  useEffect(() => {
    if (ready) plot.current?.setSize({ width, height })
  }, [ready, width, height])

  return (
    <div className="ui-plot" role="img" aria-label={props.label}>
      <div ref={host} style={{ height }} />
      <div className="ui-plot-ticks" aria-hidden>
        {props.ticks.map((tick, i) => (
          <span key={tick} style={{ left: `${String((100 * i) / Math.max(1, props.ticks.length - 1))}%` }}>
            {tick}
          </span>
        ))}
      </div>
    </div>
  )
}

function useWidth(host: RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!host.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(host.current)
    return () => observer.disconnect()
  }, [host])
  return width
}
