// One terminal's screen: xterm.js, the stream that draws in it, and what it asks of the page around it.
import { FitAddon } from '@xterm/addon-fit'
import type { ByteCarrier, StreamEnd } from '../../shared/bytes'
import type { TerminalSize } from '../../shared/contract/terminals'
import { isReport } from '../../shared/model/terminal-reports'
import { clipboardWish, type ClipboardWish } from './clipboard'
import { createXterm, fittingSize, optionsOf, type ScreenManner } from './creation'
import type { Foreground } from './foreground'
import { paceFrames } from './frames'
import { watchFrontProgram } from './front-program'
import { markedLinks, textLinks, type ShownLink } from './link-provider'
import { createOutgoing, laterByTimer } from './outgoing'
import { createRendering } from './rendering'
import { createSearching, type FindDirection, type FindQuery, type FindResult } from './searching'
import { createStreaming } from './streaming'
import type { TerminalLook } from './theme'
import { cleanTitle } from './title'
import { afterMessages, createTurns } from './turns'

export { measure } from './creation'

export type ScreenListeners = {
  onTitle: (title: string) => void
  /** True when the program in the terminal shall have the key. */
  onKey: (event: KeyboardEvent) => boolean
  onFound: (result: FindResult) => void
  onLinkClick: (link: ShownLink, event: MouseEvent) => void
  onLinkHover: (link: ShownLink | null) => void
  onBell: () => void
  /** Something was drawn that no replay brought: called often, so it must cost nothing. */
  onOutput: () => void
  onClipboard: (wish: ClipboardWish) => void
  /** The terminal's size, as the stream has it. */
  onSize: (size: TerminalSize) => void
}

export type Screen = {
  /** Shows the stream from its beginning (its replay), and sends what is typed. `end` is called at most once. */
  attach(carrier: ByteCarrier, on: { live: () => void; end: (end: StreamEnd) => void }): void
  /** The size that would fill the element; null while it has none. The screen itself takes the stream's size. */
  fitting(): TerminalSize | null
  /** For a terminal that has ended: no stream gives it a size any more. */
  resize(size: TerminalSize): void
  /** A hidden one gives the GPU's memory back. */
  show(visible: boolean, webgl: boolean): void
  focus(): void
  /** What can be told of the program in front from how it left the screen. */
  foreground(): Foreground
  selection(): string
  selectAll(): void
  clear(): void
  /** Sends a text as it is, in pieces. */
  paste(data: string): void
  /** What the program asked for: to be told what is pasted; to have the mouse for itself. */
  modes(): { bracketedPaste: boolean; mouse: boolean }
  find(query: FindQuery, direction: FindDirection): void
  clearFind(): void
  dress(look: TerminalLook, manner: ScreenManner): void
  dispose(): void
}

type ScreenOptions = {
  size: TerminalSize
  look: TerminalLook
  manner: ScreenManner
  label: string
  listeners: ScreenListeners
}

const pageTurns = createTurns(afterMessages())
const bracketEnd = '\u001b[201~'

export function createScreen(element: HTMLElement, options: ScreenOptions): Screen {
  const { listeners } = options
  let { look } = options
  const onLinks = { onClick: listeners.onLinkClick, onHover: listeners.onLinkHover }
  const xterm = createXterm({ ...options, linkHandler: markedLinks(() => xterm, onLinks) })
  const fitter = new FitAddon()
  xterm.loadAddon(fitter)
  const searching = createSearching(xterm, listeners.onFound)
  xterm.registerLinkProvider(textLinks(xterm, onLinks))
  const foreground = watchFrontProgram(xterm)
  xterm.open(element)
  xterm.textarea?.setAttribute('aria-label', options.label)
  const rendering = createRendering(xterm)

  const streaming = createStreaming(xterm, pageTurns)
  const frames = paceFrames(xterm, () => streaming.isFlooding())
  const outgoing = createOutgoing((bytes) => streaming.send(bytes), laterByTimer)
  const encoder = new TextEncoder()
  // What is replayed was asked, rung and copied when it was live: a second answer would reach the shell as typed text.
  xterm.onData((data) => {
    if (streaming.isLive() || !isReport(data)) outgoing.type(encoder.encode(data))
  })
  // Mouse reports of the oldest kind, one byte a character.
  xterm.onBinary((data) => outgoing.type(Uint8Array.from(data, (character) => character.charCodeAt(0))))
  xterm.onBell(() => {
    if (streaming.isLive()) listeners.onBell()
  })
  // Not xterm's clipboard addon: its answer to a wish to read holds a part that the output chose.
  xterm.parser.registerOscHandler(52, (data) => {
    if (streaming.isLive()) listeners.onClipboard(clipboardWish(data))
    return true
  })
  xterm.attachCustomKeyEventHandler((event) => listeners.onKey(event))
  xterm.onTitleChange((title) => listeners.onTitle(cleanTitle(title)))

  return {
    attach: (carrier, on) =>
      streaming.attach(carrier, { ...on, drawn: listeners.onOutput, size: listeners.onSize }),
    fitting: () => fittingSize(fitter),
    resize: ({ cols, rows }) => xterm.resize(cols, rows),
    show: (visible, webgl) => rendering.show(visible, webgl),
    focus: () => xterm.focus(),
    foreground,
    selection: () => xterm.getSelection(),
    selectAll: () => xterm.selectAll(),
    clear: () => xterm.clear(),
    paste(data) {
      const bracketed = data.endsWith(bracketEnd)
      outgoing.paste(encoder.encode(data), encoder.encode(bracketed ? bracketEnd : ''))
      xterm.scrollToBottom()
      xterm.focus()
    },
    modes: () => ({
      bracketedPaste: xterm.modes.bracketedPasteMode,
      mouse: xterm.modes.mouseTrackingMode !== 'none',
    }),
    find: (query, direction) => searching.find(query, direction, look),
    clearFind: () => searching.clear(),
    dress(next, manner) {
      look = next
      xterm.options = optionsOf(next, manner)
    },
    dispose() {
      streaming.dispose()
      outgoing.dispose()
      frames.dispose()
      rendering.dispose()
      xterm.dispose()
    },
  }
}
