import { useEffect, useImperativeHandle, useRef, useState, type MouseEvent, type Ref } from 'react'
import type { Terminal } from '../../shared/contract/terminals'
import { useText } from '../i18n'
import { latest, useTerminals } from '../state'
import type { MenuEntry } from '../ui'
import { CopyRequest } from './copy-request'
import { useCopying } from './copying'
import { FindBar } from './find-bar'
import type { Foreground } from './foreground'
import { keyCommand, onMac } from './keys'
import { LinkCard } from './link-card'
import type { ShownLink } from './link-provider'
import { useLiveScreen } from './live-screen'
import { useManner, useTerminalTheme, useZoom } from './manner'
import { useOpening } from './opening'
import { PasteDialog } from './paste-dialog'
import { usePasting } from './pasting'
import { useRinging } from './ringing'
import type { Screen } from './screen'
import { ScreenMenu } from './screen-menu'
import { screenText } from './screen.text'
import type { FindResult } from './searching'
import { useWheelZoom } from './wheel-zoom'
import './view.css'

export { useFont } from './manner'

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
  /** At the end of the menu at the pointer: what whoever arranges the screens can do with this one. */
  menuExtra?: MenuEntry[]
}

/** What whoever arranges the screens asks of one. */
export type TerminalHandle = {
  focus(): void
  /** null: nothing is drawn yet. */
  foreground(): Foreground | null
}

type OpenMenu = {
  at: { left: number; top: number }
  has: { selection: string; link: ShownLink | null }
}

/** One terminal's screen; the terminal itself lives on in the services when this goes. */
export function TerminalView(props: TerminalViewProps) {
  const terminal = latest(useTerminals())?.find(({ id }) => id === props.terminalId)
  // The screen is made in the terminal's own size, so that what is replayed lies where it lay.
  return terminal ? <LiveView key={terminal.id} {...props} terminal={terminal} /> : null
}

function LiveView(props: TerminalViewProps & { terminal: Terminal }) {
  const { terminal, active, focused = true, onTitle, onActivity, handle } = props
  const words = useText(screenText)
  const label = terminal.name ?? terminal.label
  const view = useRef<HTMLDivElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const screen = useRef<Screen | null>(null)
  const [finding, setFinding] = useState(false)
  const [found, setFound] = useState<FindResult | null>(null)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const pasting = usePasting(screen)
  const copying = useCopying(screen, label)
  const opening = useOpening({ terminalId: terminal.id, view, screen, copy: copying.copy })
  const ringing = useRinging()
  const zoom = useZoom()
  useWheelZoom(place, zoom)
  useTerminalTheme()

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.type !== 'keydown') return true
    const command = keyCommand(event, onMac())
    const escapes = event.key === 'Escape' && opening.card !== null
    opening.closeCard()
    if (command === null && !escapes) return true
    // The browser's own paste needs no permission, so its key goes on to it.
    if (command === 'paste') return false
    event.preventDefault()
    if (command === 'copy') copying.copy(screen.current?.selection() ?? '')
    else if (command === 'find') setFinding(true)
    else if (command === 'zoom-in') zoom('in')
    else if (command === 'zoom-out') zoom('out')
    else if (command === 'zoom-reset') zoom('reset')
    return false
  }

  const detached = useLiveScreen({
    hold: (made) => {
      screen.current = made
    },
    terminal,
    place,
    active,
    manner: useManner(),
    label: words.screen(label),
    listeners: {
      onTitle: (title) => onTitle?.(title),
      onKey,
      onFound: setFound,
      onLinkClick: opening.onClick,
      onLinkHover: opening.onHover,
      onBell: () => {
        ringing.ring()
        onActivity?.('bell')
      },
      onOutput: () => onActivity?.('output'),
      onClipboard: copying.onWish,
    },
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
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    event.stopPropagation()
    const area = view.current?.getBoundingClientRect()
    // A program that asked for the mouse has this button too; Shift takes it back, as on other terminals.
    if (area === undefined || (screen.current?.modes().mouse === true && !event.shiftKey)) return
    opening.closeCard()
    setMenu({
      at: { left: event.clientX - area.left, top: event.clientY - area.top },
      has: { selection: screen.current?.selection() ?? '', link: opening.hovered.current },
    })
  }
  const { card } = opening
  return (
    <div ref={view} className="terminal-view" hidden={!active}>
      {finding && (
        <FindBar
          result={found}
          onFind={(query, direction) => screen.current?.find(query, direction)}
          onClose={closeFind}
        />
      )}
      {copying.wish !== null && (
        <CopyRequest
          key={copying.wish.key}
          label={label}
          text={copying.wish.text}
          onAnswer={copying.answer}
        />
      )}
      <div
        ref={place}
        className="terminal-screen"
        role="group"
        aria-label={words.screen(label)}
        data-terminal={terminal.id}
        onMouseDownCapture={(event) => {
          opening.closeCard()
          copying.onMouseDown(event)
        }}
        onPasteCapture={(event) => {
          event.preventDefault()
          event.stopPropagation()
          pasting.paste(event.clipboardData.getData('text/plain'))
        }}
        onContextMenuCapture={onContextMenu}
      />
      {ringing.rings > 0 && <div key={ringing.rings} className="terminal-bell" aria-hidden />}
      {card !== null && (
        <LinkCard
          {...card}
          onOpen={() => opening.open(card.link.target)}
          onCopy={() => {
            const { target } = card.link
            copying.copy(target.is === 'file' ? target.path : target.address)
            opening.closeCard()
          }}
          onClose={opening.closeCard}
        />
      )}
      {menu !== null && (
        <ScreenMenu
          {...menu}
          extra={props.menuExtra ?? []}
          copy={copying.copy}
          open={opening.open}
          paste={pasting.fromClipboard}
          find={() => setFinding(true)}
          selectAll={() => screen.current?.selectAll()}
          clear={() => screen.current?.clear()}
          onClose={() => setMenu(null)}
        />
      )}
      {pasting.asked !== null && <PasteDialog plan={pasting.asked} onAnswer={pasting.answer} />}
      {detached && <div className="terminal-note">{words.reconnecting}</div>}
    </div>
  )
}
