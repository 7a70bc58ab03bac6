// The terminal that the mirror keeps: xterm.js without a screen, with the window's own width tables.
import { Terminal } from '@xterm/headless'
import type { ScreenSize } from '../../../shared/bytes'
import { loadWidths } from '../widths'
import { inside } from './inside'

export type OpenTerminal = (size: ScreenSize, scrollback: number) => Terminal

export async function loadTerminal(): Promise<OpenTerminal> {
  const makeWidths = await loadWidths()
  return (size, scrollback) => {
    const terminal = new Terminal({ ...size, scrollback, allowProposedApi: true, logLevel: 'off' })
    terminal.loadAddon(makeWidths())
    guardErase(terminal)
    return terminal
  }
}

/** Without this a smaller terminal would keep the taller alternate screen, and scroll in it, the next time it is used. */
export function resize(terminal: Terminal, { cols, rows }: ScreenSize): void {
  terminal.resize(cols, rows)
  const { active, alt } = inside(terminal).buffers
  if (active !== alt) alt.clear()
}

/**
 * Erasing up to the screen's last cell (ESC [ 1 J) throws in xterm.js 6.0 while nothing has scrolled yet: it looks for a
 * line below. The whole screen is erased then, and so it is by ESC [ 2 J.
 */
function guardErase(terminal: Terminal): void {
  const { _inputHandler: input } = inside(terminal)
  for (const prefix of ['', '?'])
    terminal.parser.registerCsiHandler({ ...(prefix === '' ? {} : { prefix }), final: 'J' }, (params) => {
      const { cursorX, cursorY, length } = terminal.buffer.active
      const throws = params[0] === 1 && cursorX + 1 >= terminal.cols && cursorY + 1 >= length
      return throws && input.eraseInDisplay({ params: [2] }, prefix === '?')
    })
}
