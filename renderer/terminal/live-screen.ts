// One screen on the page for as long as its view is: attached, attached again when the window lost it, dressed and fitted.
import { useEffect, useRef, useState, type RefObject } from 'react'
import type { Terminal, TerminalSize } from '../../shared/contract/terminals'
import { latest, useAction, useClient, useHostFacts, useStreams } from '../state'
import type { ScreenManner } from './creation'
import { createFitting, type Fitting } from './fitting'
import { createScreen, type Screen, type ScreenListeners } from './screen'
import { lookOf } from './theme'

type LiveScreenOptions = {
  /** Told of the screen while there is one. */
  hold: (screen: Screen | null) => void
  terminal: Terminal
  place: RefObject<HTMLDivElement | null>
  /** Shown and sized now. */
  active: boolean
  manner: ScreenManner
  label: string
  listeners: Omit<ScreenListeners, 'onSize'>
}

const reattachMilliseconds = 1000

/** True while the window has lost the terminal. */
export function useLiveScreen(options: LiveScreenOptions): boolean {
  const { terminal, place, active, manner } = options
  const { id } = terminal
  const client = useClient()
  const streams = useStreams()
  const resize = useAction((size: TerminalSize) => client.terminals.resize({ id, ...size }))
  const [detached, setDetached] = useState(false)
  const screen = useRef<Screen | null>(null)
  const fitting = useRef<Fitting | null>(null)

  // What the long-lived screen asks for changes with every render; it always finds the newest here.
  const webgl = latest(useHostFacts())?.webgl ?? false
  const now = useRef({ ...options, resize, webgl })
  useEffect(() => {
    now.current = { ...options, resize, webgl }
  })

  useEffect(() => {
    const element = place.current
    if (element === null) return
    const { terminal: first, manner: firstManner, label } = now.current
    const holding = now.current.hold
    const heard = () => now.current.listeners
    const fit = createFitting(first.size, (size) => now.current.resize.run(size))
    const made = createScreen(element, {
      size: first.size,
      look: lookOf(document.documentElement),
      manner: firstManner,
      label,
      listeners: {
        onTitle: (title) => heard().onTitle(title),
        onKey: (event) => heard().onKey(event),
        onFound: (result) => heard().onFound(result),
        onLinkClick: (link, event) => heard().onLinkClick(link, event),
        onLinkHover: (link) => heard().onLinkHover(link),
        onBell: () => heard().onBell(),
        onOutput: () => heard().onOutput(),
        onClipboard: (wish) => heard().onClipboard(wish),
        onSize: (size) => fit.is(size),
      },
    })
    screen.current = made
    holding(made)
    fitting.current = fit
    made.show(now.current.active, now.current.webgl)
    let again: ReturnType<typeof setTimeout> | undefined
    const attach = () => {
      made.attach(streams.connect(`terminal/${id}`), {
        live: () => {
          setDetached(false)
          // The screen so far came in the size it had; from here on it may have this window's.
          if (now.current.active) wishFit(made, fit, now.current.terminal)
        },
        // The end and the news of it come by two ways. If the terminal still runs a moment later, it was the window's
        // connection that broke: the next one replays the screen.
        end: () => {
          again = setTimeout(() => {
            if (now.current.terminal.state.is !== 'running') return
            setDetached(true)
            attach()
          }, reattachMilliseconds)
        },
      })
    }
    attach()
    return () => {
      clearTimeout(again)
      screen.current = null
      holding(null)
      fitting.current = null
      made.dispose()
    }
  }, [id, place, streams])

  useEffect(() => {
    const dress = () => screen.current?.dress(lookOf(document.documentElement), manner)
    dress()
    const observer = new MutationObserver(dress)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-terminal-theme'] })
    return () => observer.disconnect()
  }, [manner])

  // After the dressing: another font has another number of columns.
  useEffect(() => {
    const element = place.current
    screen.current?.show(active, webgl)
    if (!active || element === null) return
    let frame = 0
    const fit = () => {
      frame = 0
      const here = screen.current
      const wish = fitting.current
      if (here === null || wish === null) return
      // Its cells are measured once it is seen: the next frame asks again.
      if (!wishFit(here, wish, now.current.terminal) && element.clientWidth > 0) schedule()
    }
    const schedule = () => {
      if (frame === 0) frame = requestAnimationFrame(fit)
    }
    const observer = new ResizeObserver(schedule)
    observer.observe(element)
    // The window one works in gives the terminal its size, when another window has changed it.
    element.addEventListener('focusin', schedule)
    schedule()
    return () => {
      observer.disconnect()
      element.removeEventListener('focusin', schedule)
      cancelAnimationFrame(frame)
    }
  }, [active, place, manner, webgl])

  return detached
}

/** False while the screen has no size to tell. */
function wishFit(screen: Screen, fitting: Fitting, terminal: Terminal): boolean {
  const size = screen.fitting()
  if (size === null) return false
  // An ended one has no stream that could bring the size back.
  if (terminal.state.is === 'running') fitting.wish(size)
  else screen.resize(size)
  return true
}
