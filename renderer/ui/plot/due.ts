// When a plot that moves with time is drawn anew: not before it would look different.
import type { View } from './options'

export type Shown = {
  view: View
  at: readonly number[]
  /** From 0 to 1: how much of a step had passed already when it was drawn. */
  phase: number
}

/** Moved by a pixel, or another curve than the one shown with some points at its end. */
export function isDue(shown: Shown, next: Omit<Shown, 'phase'>, widthPixels: number): boolean {
  const span = next.view.to - next.view.from
  if (span !== shown.view.to - shown.view.from) return true
  const pixels = (Math.abs(next.view.to - shown.view.to) * widthPixels) / Math.max(1, span)
  return pixels + shown.phase >= 1 || !isGrown(shown.at, next.at)
}

/** The same points, some more at the end, and perhaps as many fewer at the start. */
function isGrown(before: readonly number[], now: readonly number[]): boolean {
  const last = before.at(-1)
  if (last === undefined) return now.length === 0
  const found = now.lastIndexOf(last)
  const [added, gone] = [now.length - 1 - found, before.length - 1 - found]
  return found >= 0 && gone >= 0 && gone <= added + 1
}
