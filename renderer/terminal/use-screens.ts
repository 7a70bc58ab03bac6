import { useEffect, useRef, useState } from 'react'
import { isWaiting } from './foreground'
import type { TerminalHandle } from './view'

/** What the screens tell of themselves: titles, whether something happened unseen, what is at work; and the way to focus one. */
export function useScreens(shown: ReadonlySet<string>) {
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map())
  const [unseen, setUnseen] = useState<ReadonlyMap<string, 'output' | 'bell'>>(new Map())
  const handles = useRef(new Map<string, TerminalHandle>())
  const now = useRef({ shown, unseen })
  useEffect(() => {
    now.current = { shown, unseen }
  })
  // Looked at: nothing of it is unseen any more.
  if ([...unseen.keys()].some((id) => shown.has(id)))
    setUnseen(new Map([...unseen].filter(([id]) => !shown.has(id))))

  const title = (id: string, value: string) => setTitles((all) => new Map(all).set(id, value))
  /** Called for every chunk: it must end at once where nothing is new. */
  const happened = (id: string, what: 'output' | 'bell') => {
    const known = now.current.unseen.get(id)
    if (now.current.shown.has(id) || known === what || known === 'bell') return
    now.current.unseen = new Map(now.current.unseen).set(id, what)
    setUnseen((all) => new Map(all).set(id, what))
  }
  const handleOf = (id: string) => (handle: TerminalHandle | null) => {
    if (handle) handles.current.set(id, handle)
    else handles.current.delete(id)
  }
  /** A program would be ended by closing it. A screen that shows nothing yet has none. */
  const isAtWork = (id: string) => {
    const foreground = handles.current.get(id)?.foreground() ?? null
    return foreground !== null && !isWaiting(foreground)
  }
  /** False while there is no screen yet that could take it. */
  const focus = (id: string): boolean => {
    handles.current.get(id)?.focus()
    return document.activeElement?.closest(`[data-terminal="${id}"]`) != null
  }
  return { titles, unseen, title, happened, handleOf, isAtWork, focus }
}
