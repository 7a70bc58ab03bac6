// The font's size by keys and wheel, within what the settings allow.

export const smallestFont = 8
export const largestFont = 32
export const usualFont = 13

export type Zoom = 'in' | 'out' | 'reset'

export function zoomed(fontSize: number, zoom: Zoom): number {
  if (zoom === 'reset') return usualFont
  return Math.min(largestFont, Math.max(smallestFont, fontSize + (zoom === 'in' ? 1 : -1)))
}

/** A wheel notch is about 100 px; a touch pad sends many small ones: one step for each 50 px. */
export function createWheelZoom(): (event: { deltaY: number; deltaMode: number }) => Zoom | null {
  const stepPixels = 50
  const linePixels = 33
  let travelled = 0
  return ({ deltaY, deltaMode }) => {
    const pixels = deltaMode === 0 ? deltaY : deltaY * linePixels
    if (Math.sign(pixels) !== Math.sign(travelled)) travelled = 0
    travelled += pixels
    if (Math.abs(travelled) < stepPixels) return null
    travelled = 0
    return pixels < 0 ? 'in' : 'out'
  }
}
