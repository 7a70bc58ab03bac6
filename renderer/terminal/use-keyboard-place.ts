import { useEffect, useEffectEvent, useRef, useState } from 'react'

/** Menus and dialogs hold the keyboard until they have faded. */
const holding = '.ui-scrim, .ui-popover'
/** A terminal that was just opened has its screen once the list names it. */
const longestMilliseconds = 5000

/** Until `goThere` says it is there: after the next drawing, once no menu or dialog of the page holds the keyboard any more. */
export function useKeyboardPlace(goThere: () => boolean): () => void {
  const [wish, setWish] = useState(0)
  const frame = useRef(0)
  const go = useEffectEvent(goThere)
  useEffect(() => {
    if (wish === 0) return
    const until = performance.now() + longestMilliseconds
    const attempt = () => {
      const there = document.querySelector(holding) === null && go()
      if (!there && performance.now() < until) frame.current = requestAnimationFrame(attempt)
    }
    attempt()
    return () => cancelAnimationFrame(frame.current)
  }, [wish])
  return () => setWish((last) => last + 1)
}
