import { useEffect, useEffectEvent, useRef, useState } from 'react'

/** Menus and dialogs hold the keyboard until they have faded. */
const holding = '.ui-scrim, .ui-popover'

/** `goThere` after the next drawing, once no menu or dialog of the page holds the keyboard any more. */
export function useKeyboardPlace(goThere: () => void): () => void {
  const [wish, setWish] = useState(0)
  const frame = useRef(0)
  const go = useEffectEvent(goThere)
  useEffect(() => {
    if (wish === 0) return
    const attempt = () => {
      if (document.querySelector(holding)) frame.current = requestAnimationFrame(attempt)
      else go()
    }
    attempt()
    return () => cancelAnimationFrame(frame.current)
  }, [wish])
  return () => setWish((last) => last + 1)
}
