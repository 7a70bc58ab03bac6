import { useEffect, useImperativeHandle, useRef, useState, type Ref, type RefObject } from 'react'
import type { Terminal } from '../../shared/contract/terminals'
import { useFormat, useText } from '../i18n'
import { latest, useAction, useClient, useHostFacts, useSettings, useStreams, useTerminals } from '../state'
import { showToast } from '../ui'
import { FindBar } from './find-bar'
import type { Foreground } from './foreground'
import { webAddress } from './links'
import { createScreen, type FindResult, type Screen, type ScreenFont } from './screen'
import { text } from './text'
import { lookOf } from './theme'
import './terminal.css'

type TerminalViewProps = {
  terminalId: string
  /** Shown and sized now; a view that is not keeps reading, so nothing is held back. */
  active: boolean
  /** The one of several that takes the keyboard when it becomes so; absent: any that is active. */
  focused?: boolean
  onTitle?: (title: string) => void
  /** Called for every chunk that is drawn and not replayed: it must cost nothing. */
  onActivity?: (what: 'output' | 'bell') => void
  handle?: Ref<TerminalHandle>
}

/** What whoever arranges the screens asks of one. */
export type TerminalHandle = {
  focus(): void
  /** null: nothing is drawn yet. */
  foreground(): Foreground | null
}

/** One terminal's screen; the terminal itself lives on in the services when this goes. */
export function TerminalView(props: TerminalViewProps) {
  const terminal = latest(useTerminals())?.find(({ id }) => id === props.terminalId)
  // The screen is made in the terminal's own size, so that what is replayed lies where it lay.
  return terminal ? <LiveView key={terminal.id} {...props} terminal={terminal} /> : null
}

const reattachMilliseconds = 1000

function LiveView(props: TerminalViewProps & { terminal: Terminal }) {
  const { terminal, active, focused = true, onTitle, onActivity, handle } = props
  const { id } = terminal
  const words = useText(text)
  const format = useFormat()
  const client = useClient()
  const streams = useStreams()
  const font = useFont()
  const [finding, setFinding] = useState(false)
  const [found, setFound] = useState<FindResult | null>(null)
  const [detached, setDetached] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const screen = useRef<Screen | null>(null)
  const inBrowser = latest(useHostFacts())?.mode === 'headless'
  const openLink = useAction(async (url: string) => {
    // A browser opens links itself; the app asks the system to.
    if (inBrowser) window.open(url, '_blank', 'noopener,noreferrer')
    else await client.host.openExternal({ url })
  })
  const resize = useAction((size: { cols: number; rows: number }) => client.terminals.resize({ id, ...size }))

  // What the long-lived screen asks for changes with every render; it always finds the newest here.
  const now = useRef({ terminal, font, onTitle, onActivity, openLink, resize, words })
  useEffect(() => {
    now.current = { terminal, font, onTitle, onActivity, openLink, resize, words }
  })

  useEffect(() => {
    const element = place.current
    if (element === null) return
    const made = createScreen(element, {
      size: now.current.terminal.size,
      look: lookOf(document.documentElement),
      font: now.current.font,
      label: now.current.words.screen(now.current.terminal.label),
      listeners: {
        onTitle: (title) => now.current.onTitle?.(title),
        onLink: (address) => {
          const url = webAddress(address)
          if (url !== null) void now.current.openLink.run(url)
        },
        onKey: (event) =>
          onKey(event, made, { find: () => setFinding(true), failed: now.current.words.copyFailed }),
        onFound: setFound,
        onOutput: () => now.current.onActivity?.('output'),
        onBell: () => now.current.onActivity?.('bell'),
      },
    })
    screen.current = made
    let again: ReturnType<typeof setTimeout> | undefined
    const attach = () => {
      made.attach(streams.connect(`terminal/${id}`), {
        start: () => setDetached(false),
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
      made.dispose()
    }
  }, [id, streams])

  useEffect(() => {
    screen.current?.dress(lookOf(document.documentElement), font)
  }, [font])
  useEffect(() => {
    const observer = new MutationObserver(() =>
      screen.current?.dress(lookOf(document.documentElement), now.current.font),
    )
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [])

  useFitting(active, place, screen, (size) => {
    const known = now.current.terminal
    if (known.state.is !== 'running') return
    if (size.cols !== known.size.cols || size.rows !== known.size.rows) void now.current.resize.run(size)
  })

  useImperativeHandle(
    handle,
    () => ({
      focus: () => screen.current?.focus(),
      foreground: () => screen.current?.foreground() ?? null,
    }),
    [],
  )
  useEffect(() => {
    // Whoever walks the tabs with the arrow keys stays on them.
    if (active && focused && document.activeElement?.closest('[role=tablist]') == null)
      screen.current?.focus()
  }, [active, focused])

  const closeFind = () => {
    setFinding(false)
    screen.current?.clearFind()
    screen.current?.focus()
  }
  return (
    <div className="terminal-view" hidden={!active}>
      {finding && (
        <FindBar
          result={found}
          format={format}
          onFind={(what, direction) => screen.current?.find(what, direction)}
          onClose={closeFind}
        />
      )}
      <div
        ref={place}
        className="terminal-screen"
        role="group"
        aria-label={words.screen(terminal.label)}
        data-terminal={id}
      />
      {detached && <div className="terminal-note">{words.reconnecting}</div>}
    </div>
  )
}

/** Ctrl+Shift+C copies, Ctrl+Shift+V pastes (the browser's own paste, which needs no permission), Ctrl+Shift+F finds. */
function onKey(event: KeyboardEvent, screen: Screen, does: { find: () => void; failed: string }): boolean {
  const chord = event.shiftKey && (event.ctrlKey || event.metaKey) && !event.altKey
  if (event.type !== 'keydown' || !chord) return true
  if (event.code === 'KeyV') return false
  if (event.code === 'KeyF') does.find()
  else if (event.code === 'KeyC') copy(screen.selection(), does.failed)
  else return true
  event.preventDefault()
  return false
}

function copy(selected: string, failed: string): void {
  if (selected === '') return
  navigator.clipboard.writeText(selected).catch((error: unknown) => {
    showToast({ tone: 'bad', title: failed, text: error instanceof Error ? error.message : String(error) })
  })
}

/** Fits the screen to its element whenever that changes, at most once a frame. */
function useFitting(
  active: boolean,
  place: RefObject<HTMLDivElement | null>,
  screen: RefObject<Screen | null>,
  onSize: (size: { cols: number; rows: number }) => void,
) {
  const sized = useRef(onSize)
  useEffect(() => {
    sized.current = onSize
  })
  useEffect(() => {
    const element = place.current
    if (!active || element === null) return
    let frame = 0
    const fit = () => {
      frame = 0
      const size = screen.current?.fit() ?? null
      if (size !== null) sized.current(size)
      // The screen so far is still being drawn: the next frame asks again.
      else if (element.clientWidth > 0) schedule()
    }
    const schedule = () => {
      if (frame === 0) frame = requestAnimationFrame(fit)
    }
    const observer = new ResizeObserver(schedule)
    observer.observe(element)
    schedule()
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
    }
  }, [active, place, screen])
}

export function useFont(): ScreenFont {
  const settings = latest(useSettings())?.settings.terminal
  const size = settings?.fontSize ?? 13
  const family = settings?.fontFamily ?? ''
  const scrollback = settings?.scrollback ?? 10_000
  const [font, setFont] = useState<ScreenFont>({ size, family, scrollback })
  if (font.size !== size || font.family !== family || font.scrollback !== scrollback)
    setFont({ size, family, scrollback })
  return font
}
