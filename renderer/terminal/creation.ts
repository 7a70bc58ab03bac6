// xterm.js as our terminals have it: exact widths, 24-bit colour, and nothing it would do by itself.
import { FitAddon } from '@xterm/addon-fit'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { Terminal as Xterm, type ILinkHandler, type ITerminalOptions } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import type { TerminalSize } from '../../shared/contract/terminals'
import type { Settings } from '../../shared/model/settings'
import type { TerminalLook } from './theme'

export type ScreenFont = { size: number; family: string; scrollback: number }

/** What of the settings changes how a screen looks and sounds. */
export type ScreenManner = Pick<
  Settings['terminal'],
  'fontSize' | 'fontFamily' | 'scrollback' | 'cursor' | 'cursorBlink' | 'screenReader'
>

export type XtermOptions = {
  size: TerminalSize
  look: TerminalLook
  manner: ScreenManner
  /** Absent: links that programs mark do nothing. */
  linkHandler?: ILinkHandler
}

export function createXterm({ size, look, manner, linkHandler }: XtermOptions): Xterm {
  const xterm = new Xterm({
    ...size,
    ...optionsOf(look, manner),
    // For the width tables and the search's highlights.
    allowProposedApi: true,
    linkHandler: linkHandler ?? { activate: () => undefined },
    macOptionIsMeta: true,
    logLevel: 'off',
    // Sizes are numbers and may be told (programs that draw pictures ask); everything else of CSI t stays off.
    windowOptions: { getWinSizePixels: true, getCellSizePixels: true, getWinSizeChars: true },
  })
  // Widths as the main process counts them: both use these tables.
  xterm.loadAddon(new UnicodeGraphemesAddon())
  xterm.unicode.activeVersion = '15-graphemes'
  return xterm
}

export function optionsOf(look: TerminalLook, manner: ScreenManner): ITerminalOptions {
  return {
    theme: look.theme,
    minimumContrastRatio: look.contrast,
    ...fontOptions(look, { size: manner.fontSize, family: manner.fontFamily, scrollback: manner.scrollback }),
    cursorStyle: manner.cursor,
    cursorBlink: manner.cursorBlink,
    cursorInactiveStyle: 'outline',
    screenReaderMode: manner.screenReader,
  }
}

/** The size a terminal would have in this element, for opening its shell in the right one. */
export function measure(element: HTMLElement, look: TerminalLook, font: ScreenFont): TerminalSize {
  const xterm = new Xterm(fontOptions(look, font))
  const fitter = new FitAddon()
  xterm.loadAddon(fitter)
  xterm.open(element)
  const size = fittingSize(fitter)
  xterm.dispose()
  return size ?? { cols: 80, rows: 24 }
}

/** null while the element has no size. */
export function fittingSize(fitter: FitAddon): TerminalSize | null {
  const proposed = fitter.proposeDimensions()
  if (proposed === undefined || Number.isNaN(proposed.cols) || Number.isNaN(proposed.rows)) return null
  // The contract's bounds; one cell of an 8 px font on the widest wall of screens stays below.
  return {
    cols: Math.min(2000, Math.max(2, proposed.cols)),
    rows: Math.min(2000, Math.max(1, proposed.rows)),
  }
}

function fontOptions(look: TerminalLook, font: ScreenFont) {
  return {
    fontFamily: font.family === '' ? look.monospace : `${font.family}, ${look.monospace}`,
    fontSize: font.size,
    lineHeight: 1.15,
    scrollback: font.scrollback,
  }
}
