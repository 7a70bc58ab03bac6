import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type RefObject } from 'react'

/** A click that shakes is no drag. */
const leastPixels = 6

/**
 * Tabs change places under the pointer while it drags one. A finger scrolls the strip instead: for it the tab's menu moves.
 * The listeners are the window's, for a tab that changes its place in the document loses the pointer.
 */
export function useTabDrag(strip: RefObject<HTMLElement | null>, onMove: (tab: number, to: number) => void) {
  const [dragged, setDragged] = useState<number | null>(null)
  const drag = useRef<AbortController | null>(null)
  useEffect(() => () => drag.current?.abort(), [])

  const start = (event: ReactPointerEvent, tab: number) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    drag.current?.abort()
    const controller = new AbortController()
    const { signal } = controller
    drag.current = controller
    const from = event.clientX
    let moving = false
    const end = () => {
      controller.abort()
      setDragged(null)
    }
    const move = ({ clientX, buttons }: PointerEvent) => {
      // Let go of outside the window.
      if (buttons === 0) return end()
      if (!moving && Math.abs(clientX - from) < leastPixels) return
      moving = true
      setDragged(tab)
      onMove(tab, placeAt(strip.current, tab, clientX))
    }
    window.addEventListener('pointermove', move, { signal })
    window.addEventListener('pointerup', end, { signal })
    window.addEventListener('pointercancel', end, { signal })
  }
  return { dragged, start }
}

/** How many of the other tabs lie left of the pointer. */
function placeAt(strip: HTMLElement | null, tab: number, x: number): number {
  const others = [...(strip?.children ?? [])].filter(
    (each) => each instanceof HTMLElement && each.dataset['tab'] !== String(tab),
  )
  return others.filter((each) => {
    const { left, width } = each.getBoundingClientRect()
    return left + width / 2 < x
  }).length
}
