import { useEffect, useEffectEvent, type RefObject } from 'react'
import { createWheelZoom, type Zoom } from './zoom'

/** Ctrl and the wheel. React's own wheel listeners are passive and could not keep the page from zooming. */
export function useWheelZoom(place: RefObject<HTMLElement | null>, zoom: (zoom: Zoom) => void): void {
  const onZoom = useEffectEvent(zoom)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const step = createWheelZoom()
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      event.stopPropagation()
      const way = step(event)
      if (way !== null) onZoom(way)
    }
    element.addEventListener('wheel', onWheel, { capture: true, passive: false })
    return () => element.removeEventListener('wheel', onWheel, { capture: true })
  }, [place])
}
