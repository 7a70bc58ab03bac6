// xterm.js with what a terminal of ours needs: exact widths, links, search, and bytes acknowledged once they are drawn in.
import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { Terminal as Xterm } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { openSink, type ByteCarrier, type Sink, type StreamEnd } from '../../shared/bytes'
import type { TerminalSize } from '../../shared/contract/terminals'
import type { Foreground } from './foreground'
import { isReport } from './reports'
import type { TerminalLook } from './theme'

export type ScreenFont = { size: number; family: string; scrollback: number }

export type FindResult = { at: number; of: number }

type ScreenListeners = {
  onTitle: (title: string) => void
  onLink: (address: string) => void
  onKey: (event: KeyboardEvent) => boolean
  onFound: (result: FindResult) => void
  /** Something was drawn that no replay brought: called often, so it must cost nothing. */
  onOutput: () => void
  onBell: () => void
}

export type Screen = {
  /** Shows the stream from its beginning (its replay), and sends what is typed. `end` is called at most once. */
  attach(carrier: ByteCarrier, on: { start: () => void; end: (end: StreamEnd) => void }): void
  /** Fills the element; null while it has no size, or while the screen so far is still being drawn at its own size. */
  fit(): TerminalSize | null
  focus(): void
  selection(): string
  /** What can be told of the program in front from how it left the screen. */
  foreground(): Foreground
  find(words: string, direction: 'first' | 'next' | 'previous'): void
  clearFind(): void
  dress(look: TerminalLook, font: ScreenFont): void
  dispose(): void
}

type ScreenOptions = {
  size: TerminalSize
  look: TerminalLook
  font: ScreenFont
  label: string
  listeners: ScreenListeners
}

/** Above this, xterm's search says "many" instead of counting on. */
export const highlightLimit = 1000

export function createScreen(element: HTMLElement, options: ScreenOptions): Screen {
  const { listeners } = options
  let { look } = options
  const xterm = createXterm(options)
  const fitter = new FitAddon()
  const search = new SearchAddon({ highlightLimit })
  xterm.loadAddon(fitter)
  xterm.loadAddon(search)
  xterm.loadAddon(new WebLinksAddon((_event, address) => listeners.onLink(address)))
  xterm.open(element)
  xterm.textarea?.setAttribute('aria-label', options.label)
  xterm.attachCustomKeyEventHandler((event) => listeners.onKey(event))
  xterm.onTitleChange((title) => listeners.onTitle(title))
  search.onDidChangeResults(({ resultIndex, resultCount }) =>
    listeners.onFound({ at: resultIndex + 1, of: resultCount }),
  )

  let bracketsPaste = false
  xterm.parser.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => {
    bracketsPaste ||= params.includes(2004)
    // xterm's own handler goes on with it.
    return false
  })

  const encoder = new TextEncoder()
  let sink: Sink | null = null
  let replayLeft: number | null = null

  xterm.onData((data) => {
    // What is replayed was answered when it was live; a second answer would reach the shell as typed text.
    if (replayLeft !== 0 && isReport(data)) return
    sink?.send(encoder.encode(data))
  })
  xterm.onBell(() => {
    if (replayLeft === 0) listeners.onBell()
  })
  // Mouse reports of the oldest kind, one byte a character.
  xterm.onBinary((data) => sink?.send(Uint8Array.from(data, (character) => character.charCodeAt(0))))

  return {
    attach(carrier, on) {
      sink?.close()
      xterm.reset()
      replayLeft = null
      sink = openSink(carrier, {
        onReplay: (bytes) => {
          replayLeft = bytes
          on.start()
        },
        onBytes: (chunk, acknowledge) =>
          xterm.write(chunk, () => {
            if (replayLeft === 0) listeners.onOutput()
            if (replayLeft !== null) replayLeft = Math.max(0, replayLeft - chunk.length)
            acknowledge(chunk.length)
          }),
        // After xterm drew the last bytes.
        onEnd: (end) => xterm.write('', () => on.end(end)),
      })
    },
    fit() {
      const proposed = fitter.proposeDimensions()
      if (replayLeft !== 0 || proposed === undefined || Number.isNaN(proposed.cols)) return null
      const size = { cols: Math.max(2, proposed.cols), rows: Math.max(1, proposed.rows) }
      if (size.cols !== xterm.cols || size.rows !== xterm.rows) xterm.resize(size.cols, size.rows)
      return size
    },
    focus: () => xterm.focus(),
    selection: () => xterm.getSelection(),
    foreground() {
      const { active } = xterm.buffer
      const line = active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX)
      return {
        alternate: active.type === 'alternate',
        paste: xterm.modes.bracketedPasteMode ? 'bracketed' : bracketsPaste ? 'plain now' : 'never bracketed',
        beforeCursor: line ?? '',
      }
    },
    find(words, direction) {
      const decorations = {
        matchBackground: look.match,
        matchOverviewRuler: look.match,
        activeMatchBackground: look.activeMatch,
        activeMatchColorOverviewRuler: look.activeMatch,
      }
      // The newest is the first: a terminal is read from its end.
      if (direction === 'next') search.findNext(words, { decorations })
      else search.findPrevious(words, { decorations, incremental: direction === 'first' })
    },
    clearFind: () => search.clearDecorations(),
    dress(next, font) {
      look = next
      xterm.options = { theme: next.theme, ...fontOptions(next, font) }
    },
    dispose() {
      sink?.close()
      xterm.dispose()
    },
  }
}

/** The size a terminal would have in this element, for opening its shell in the right one. */
export function measure(element: HTMLElement, look: TerminalLook, font: ScreenFont): TerminalSize {
  const xterm = new Xterm(fontOptions(look, font))
  const fitter = new FitAddon()
  xterm.loadAddon(fitter)
  xterm.open(element)
  const proposed = fitter.proposeDimensions()
  xterm.dispose()
  if (proposed === undefined || Number.isNaN(proposed.cols)) return { cols: 80, rows: 24 }
  return { cols: Math.max(2, proposed.cols), rows: Math.max(1, proposed.rows) }
}

function createXterm({ size, look, font, listeners }: ScreenOptions): Xterm {
  const xterm = new Xterm({
    ...size,
    theme: look.theme,
    ...fontOptions(look, font),
    // For the width tables and the search's highlights.
    allowProposedApi: true,
    linkHandler: { activate: (_event, address) => listeners.onLink(address), allowNonHttpProtocols: false },
    rightClickSelectsWord: true,
    macOptionIsMeta: true,
    logLevel: 'off',
  })
  xterm.loadAddon(new Unicode11Addon())
  xterm.unicode.activeVersion = '11'
  return xterm
}

function fontOptions(look: TerminalLook, font: ScreenFont) {
  return {
    fontFamily: font.family === '' ? look.monospace : `${font.family}, ${look.monospace}`,
    fontSize: font.size,
    lineHeight: 1.15,
    scrollback: font.scrollback,
  }
}
