// xterm's colours, from the design's tokens: background and text are theirs, the sixteen colours suit the background.
import type { ITheme } from '@xterm/xterm'

const onDark: ITheme = {
  black: '#2a313c',
  red: '#ff8b7e',
  green: '#4cc38a',
  yellow: '#f0b24b',
  blue: '#56b4e9',
  magenta: '#df9fc4',
  cyan: '#3cb6c2',
  white: '#d7dde6',
  brightBlack: '#7d8898',
  brightRed: '#ffa399',
  brightGreen: '#7ddcab',
  brightYellow: '#ffd084',
  brightBlue: '#8ccbf2',
  brightMagenta: '#efc3dc',
  brightCyan: '#74d2db',
  brightWhite: '#f7f9fb',
  selectionBackground: '#2f5f6a',
  scrollbarSliderBackground: '#ffffff26',
  scrollbarSliderHoverBackground: '#ffffff40',
  scrollbarSliderActiveBackground: '#ffffff59',
}

const onLight: ITheme = {
  black: '#12161f',
  red: '#b42318',
  green: '#14703f',
  yellow: '#8f5300',
  blue: '#0062a3',
  magenta: '#9c3d7c',
  cyan: '#0b6e78',
  white: '#565f6e',
  brightBlack: '#6c7584',
  brightRed: '#94190f',
  brightGreen: '#0d5a31',
  brightYellow: '#6f4000',
  brightBlue: '#004d82',
  brightMagenta: '#7d2c62',
  brightCyan: '#095d66',
  brightWhite: '#2d3542',
  selectionBackground: '#bfe0e3',
  scrollbarSliderBackground: '#10182826',
  scrollbarSliderHoverBackground: '#10182840',
  scrollbarSliderActiveBackground: '#10182859',
}

export type TerminalLook = {
  theme: ITheme
  monospace: string
  match: string
  activeMatch: string
  /** Text is darkened up to this contrast where a program's colours were chosen for a dark background. */
  contrast: number
}

/** Read from the page as it looks now. */
export function lookOf(page: HTMLElement): TerminalLook {
  const tokens = getComputedStyle(page)
  const token = (name: string, otherwise: string) => tokens.getPropertyValue(name).trim() || otherwise
  const background = token('--term-bg', '#0b0e12')
  const foreground = token('--term-text', '#d7dde6')
  const dark = isDark(background)
  return {
    theme: {
      ...(dark ? onDark : onLight),
      background,
      foreground,
      cursor: foreground,
      cursorAccent: background,
    },
    monospace: token('--mono', 'monospace'),
    match: dark ? '#5d4518' : '#fbe3b0',
    activeMatch: dark ? '#b07a1e' : '#f0b24b',
    contrast: dark ? 1 : 3,
  }
}

/** By relative luminance (WCAG), for `#rrggbb`; anything else counts as dark, as the design's terminal is. */
export function isDark(colour: string): boolean {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)
  if (hex === null) return true
  const [red = 0, green = 0, blue = 0] = hex.slice(1).map((part) => {
    const value = Number.parseInt(part, 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.4
}
