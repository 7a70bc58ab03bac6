import { useEffect, useEffectEvent, useState } from 'react'
import { useText } from '../../i18n'
import { latest, useKernels, usePlace } from '../../state'
import { showToast } from '../../ui'
import { howToOpen } from './how-to-open'
import { text } from './text'

/** A notebook to open; `asked` tells a second wish for the same one. */
export type Wish = { path: string; asked: number }

type WishOptions = { containerId: string; pageOpen: boolean; onGrant: (wish: Wish) => void }

/** The notebook that somebody asked for elsewhere. A page that is yet to open opens with it; an open one may lose by it. */
export function useWish({ containerId, pageOpen, onGrant }: WishOptions): {
  waiting: Wish | null
  settle: (wish: Wish) => void
} {
  const place = usePlace()
  const open = place.room === 'workspace' && place.containerId === containerId ? (place.open ?? null) : null
  const [settled, setSettled] = useState(0)
  const waiting = open !== null && open.asked !== settled ? open : null
  if (waiting !== null && !pageOpen) {
    setSettled(waiting.asked)
    onGrant(waiting)
  }
  return { waiting: pageOpen ? waiting : null, settle: ({ asked }) => setSettled(asked) }
}

/** Longer than two rounds of asking: a server that says nothing must not keep a notebook shut. */
const patienceMilliseconds = 5000

type NotebookWishProps = {
  containerId: string
  wish: Wish
  onGrant: (wish: Wish) => void
  onSettled: (wish: Wish) => void
}

/** Draws nothing: finds out whether the open page may load anew, and tells where it may not. */
export function NotebookWish({ containerId, wish, onGrant, onSettled }: NotebookWishProps) {
  const words = useText(text).notebook
  const said = latest(useKernels())
  const [late, setLate] = useState(false)
  const how = howToOpen(wish.path, containerId, said) ?? (late ? 'load' : null)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMilliseconds)
    return () => clearTimeout(timer)
  }, [])
  const settle = useEffectEvent((known: NonNullable<typeof how>) => {
    onSettled(wish)
    if (known === 'load') return onGrant(wish)
    const name = wish.path.slice(wish.path.lastIndexOf('/') + 1)
    const there = known === 'already-open'
    showToast({
      title: there ? words.alreadyOpen(name) : words.wouldLose,
      text: there ? words.alreadyOpenText : words.wouldLoseText(name),
      action: { label: words.loadAnyway, run: () => onGrant(wish) },
    })
  })
  useEffect(() => {
    if (how !== null) settle(how)
  }, [how])
  return null
}
