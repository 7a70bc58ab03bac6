// Curves over time, drawn on a canvas: many points each second for next to nothing, with one crosshair over all plots.
export { TimePlot, type Curve } from './time-plot'
