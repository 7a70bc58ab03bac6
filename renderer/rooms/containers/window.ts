import { useEffect, useState, type RefObject } from 'react'

export type Span = { from: number; to: number }

/** Rows kept ready beyond either edge, so that a quick scroll shows no gap. */
const margin = 8
/** Below this many rows, all of them are drawn: the browser's own find works then. */
const always = 60

export function spanOf(at: { top: number; height: number; rowHeight: number; count: number }): Span {
  if (at.count <= always) return { from: 0, to: at.count }
  const first = Math.floor(at.top / at.rowHeight)
  const visible = Math.ceil(at.height / at.rowHeight)
  const from = Math.max(0, Math.min(first - margin, at.count - visible))
  return { from, to: Math.min(at.count, first + visible + margin) }
}

/** Which of many rows of one height are worth drawing now. */
export function useSpan(
  scroller: RefObject<HTMLElement | null>,
  rows: { count: number; rowHeight: number },
): Span {
  const { count, rowHeight } = rows
  const [view, setView] = useState({ top: 0, height: 900 })
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const read = () => {
      // Whole rows only: scrolling within one draws nothing again.
      const top = Math.floor(element.scrollTop / rowHeight) * rowHeight
      const height = element.clientHeight
      setView((last) => (last.top === top && last.height === height ? last : { top, height }))
    }
    read()
    element.addEventListener('scroll', read, { passive: true })
    const resized = new ResizeObserver(read)
    resized.observe(element)
    return () => {
      element.removeEventListener('scroll', read)
      resized.disconnect()
    }
  }, [scroller, rowHeight])
  return spanOf({ ...view, rowHeight, count })
}
