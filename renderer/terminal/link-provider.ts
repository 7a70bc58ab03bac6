// Finds links under the pointer for xterm: in the text of a line (also a wrapped one), and those a program marked (OSC 8).
import type { IBufferRange, ILink, ILinkHandler, ILinkProvider, Terminal as Xterm } from '@xterm/xterm'
import { linksIn, saysWhere, targetOf, type LinkTarget } from './links'

export type ShownLink = {
  target: LinkTarget
  /** As it stands on the screen. */
  text: string
  /** The text says where it leads. */
  honest: boolean
}

type LinkListeners = {
  onClick: (link: ShownLink, event: MouseEvent) => void
  /** null when the pointer has left it. */
  onHover: (link: ShownLink | null) => void
}

/** Wrapped rows on either side that are read with a row: a longer line is cut there. */
const mostRows = 20

export function textLinks(xterm: Xterm, on: LinkListeners): ILinkProvider {
  return {
    provideLinks(row, give) {
      const { text, cells } = readLine(xterm, row)
      const links = linksIn(text).flatMap(({ start, end, target }): ILink[] => {
        const first = cells[start]
        const last = cells[end - 1]
        if (first === undefined || last === undefined || last.y < row || first.y > row) return []
        const shown = text.slice(start, end)
        // A path's line and column are not hidden: what is said is where it leads.
        const link: ShownLink = { target, text: shown, honest: true }
        return [
          {
            range: { start: { x: first.x, y: first.y }, end: { x: last.x + last.width - 1, y: last.y } },
            text: shown,
            activate: (event) => on.onClick(link, event),
            hover: () => on.onHover(link),
            leave: () => on.onHover(null),
          },
        ]
      })
      give(links.length > 0 ? links : undefined)
    },
  }
}

/** For the links that a program marks: their text may be anything, so it is compared with where they lead. */
export function markedLinks(xterm: () => Xterm, on: LinkListeners): ILinkHandler {
  const shownAt = (address: string, range: IBufferRange): ShownLink => {
    const target = targetOf(address)
    const text = textAt(xterm(), range)
    return { target, text, honest: saysWhere(text, target) }
  }
  return {
    // Which of them open is decided in `targetOf`.
    allowNonHttpProtocols: true,
    activate: (event, address, range) => on.onClick(shownAt(address, range), event),
    hover: (_event, address, range) => on.onHover(shownAt(address, range)),
    leave: () => on.onHover(null),
  }
}

type Cell = { x: number; y: number; width: number }

/** The whole line that goes through a row (1 is the first of the buffer), and the cell of each UTF-16 unit in it. */
function readLine(xterm: Xterm, row: number): { text: string; cells: Cell[] } {
  const buffer = xterm.buffer.active
  let first = row - 1
  while (first > 0 && row - first <= mostRows && buffer.getLine(first)?.isWrapped === true) first -= 1
  let text = ''
  const cells: Cell[] = []
  for (let y = first; y < row + mostRows; y += 1) {
    const line = buffer.getLine(y)
    if (line === undefined || (y > first && !line.isWrapped)) break
    for (let x = 0; x < line.length; x += 1) {
      const cell = line.getCell(x)
      const width = cell?.getWidth() ?? 0
      // The second half of a wide character.
      if (width === 0) continue
      const characters = cell?.getChars() || ' '
      text += characters
      for (let unit = 0; unit < characters.length; unit += 1) cells.push({ x: x + 1, y: y + 1, width })
    }
  }
  return { text, cells }
}

function textAt(xterm: Xterm, { start, end }: IBufferRange): string {
  const line = xterm.buffer.active.getLine(start.y - 1)
  return line?.translateToString(true, start.x - 1, end.y === start.y ? end.x : undefined) ?? ''
}
