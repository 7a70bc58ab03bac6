// Where the window opens: where it was, unless that screen is gone.
import type { Settings } from '../../shared/model/settings'

export type WindowPlace = Settings['window']
export type Area = { x: number; y: number; width: number; height: number }

const least = { width: 800, height: 560 }
/** So much of the title bar must be on a screen, or nobody could move the window back. */
const graspable = 120

export function windowBounds(place: WindowPlace, screens: Area[]): Partial<Area> {
  const biggest = {
    width: Math.max(least.width, ...screens.map((screen) => screen.width)),
    height: Math.max(least.height, ...screens.map((screen) => screen.height)),
  }
  const width = clamp(place.width, least.width, biggest.width)
  const height = clamp(place.height, least.height, biggest.height)
  const { x, y } = place
  if (x === null || y === null) return { width, height }
  const reachable = screens.some(
    (screen) =>
      x + width >= screen.x + graspable &&
      x <= screen.x + screen.width - graspable &&
      y >= screen.y &&
      y <= screen.y + screen.height - graspable,
  )
  return reachable ? { x, y, width, height } : { width, height }
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(Math.max(value, low), high))
}
