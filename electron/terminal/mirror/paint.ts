// Writes a buffer's lines so that an empty terminal of the same size comes to hold the same cells: characters, widths,
// colours, styles, links, and which line goes on from the one above.
import {
  codepointMask,
  colourMask,
  colourModeMask,
  combinedMask,
  contentMask,
  extendedFlag,
  widthShift,
  type Core,
  type Line,
  type Screen,
} from './inside'
import type { Paper } from './paper'
import type { Pen } from './pen'
import { createPrinter } from './printer'

type Easel = {
  core: Core
  paper: Paper
  pen: Pen
  /** Something to be done with the cursor on that line, before anything stands in it; leaves the cursor in that line. */
  at?: { line: number; act: () => void } | undefined
}

/** Paints all lines. The terminal is empty, its pen plain, its cursor at the top left; the pen is left plain. */
export function paint(screen: Screen, { core, paper, pen, at }: Easel): void {
  const { cols, rows } = core
  const line = (index: number) => screen.lines.get(index)
  const print = createPrinter(core, paper)
  const last = lastLine(screen, core, at?.line ?? 0)
  if (line(0)?.isWrapped === true && rows > 1) {
    // Only a line below another can go on from it: the other is taken away afterwards.
    paper.ascii(`\x1b[${cols}Gxx\x1b[H\x1b[M\x1b[X`)
  }
  for (let index = 0; index <= last; index += 1) {
    const here = line(index)
    const wraps = line(index + 1)?.isWrapped === true && index < last
    if (at?.line === index) {
      at.act()
      paper.ascii('\r')
    }
    if (here !== undefined) paintLine(here, wraps)
    if (index === last) break
    if (wraps && here !== undefined) wrap(here, line(index + 1), at?.line === index + 1)
    else {
      pen.plain()
      paper.ascii('\r\n')
    }
  }
  pen.plain()

  function paintLine(here: Line, wraps: boolean): void {
    const data = here._data
    let end = Math.min(cols, here.length)
    // With a line that goes on, the wrap itself leaves the last cell empty.
    if (wraps && isEmpty(data, end - 1)) end -= 1
    else end = paintStyledEnd(here, end)
    let column = 0
    const moveTo = (x: number) => {
      if (column < x) paper.ascii(x - column === 1 ? '\x1b[C' : `\x1b[${x - column}C`)
      column = x
    }
    for (let x = 0; x < end;) {
      const content = data[x * 3] ?? 0
      const [fg, bg] = [data[x * 3 + 1] ?? 0, data[x * 3 + 2] ?? 0]
      const width = content >>> widthShift
      if (!isEmpty(data, x)) {
        moveTo(x)
        pen.set(fg, bg, extendedOf(here, x, bg))
        if ((content & combinedMask) !== 0) print.text(here._combined[x] ?? '')
        else print.codepoint(content & codepointMask)
        x += Math.max(1, width)
        column = x
      } else if (fg === 0 && bg === 0) x += 1
      else if (isErased(fg, bg)) {
        const from = x
        do x += 1
        while (x < end && isEmpty(data, x) && data[x * 3 + 1] === 0 && data[x * 3 + 2] === bg)
        moveTo(from)
        pen.set(0, bg, undefined)
        paper.ascii(`\x1b[${x - from}X`)
      } else {
        // An empty cell with a style is half of a wide character, overwritten in that style.
        if (x + 1 < end || end === cols || wraps) {
          pen.set(fg, bg, extendedOf(here, x, bg))
          paper.text(`\x1b[${x + 1}G中\x1b[${x + 2}G `)
          pen.plain()
          paper.ascii(`\x1b[${x + 2}G\x1b[X`)
          column = x + 1
        }
        x += 1
      }
    }
    if (wraps && end < cols) moveTo(end)
  }

  /** Paints empty cells with a style at the line's end, from the right; gives where the rest ends. */
  function paintStyledEnd(here: Line, end: number): number {
    const data = here._data
    if (end < cols || !isStyled(data, end - 1)) return end
    let x = end - 1
    for (; x > 0 && isStyled(data, x); x -= 1) {
      const bg = data[x * 3 + 2] ?? 0
      pen.set(data[x * 3 + 1] ?? 0, bg, extendedOf(here, x, bg))
      paper.text(`\x1b[${x}G中\x1b[${x}G `)
    }
    pen.plain()
    paper.ascii(`\x1b[${x + 1}G\x1b[X\r`)
    return x + 1
  }

  /** No character, and not the right half of one either. A wide one cut off by the edge cannot be printed: it is none. */
  function isEmpty(data: Uint32Array, x: number): boolean {
    const content = data[x * 3] ?? 0
    if ((content & contentMask) !== 0) return x === cols - 1 && content >>> widthShift === 2
    return content >>> widthShift !== 0 || x === 0 || (data[x * 3 - 3] ?? 0) >>> widthShift !== 2
  }

  function isStyled(data: Uint32Array, x: number): boolean {
    return isEmpty(data, x) && !isErased(data[x * 3 + 1] ?? 0, data[x * 3 + 2] ?? 0)
  }

  /** From the end of a line into the next, which goes on from it. */
  function wrap(here: Line, next: Line | undefined, stops: boolean): void {
    const data = here._data
    const [fg, bg] = [data[cols * 3 - 2] ?? 0, data[cols * 3 - 1] ?? 0]
    const first = next?._data ?? data
    const content = first[0] ?? 0
    const begins =
      (content & contentMask) !== 0 &&
      ((first[2] ?? 0) & colourModeMask) === 0 &&
      !isStyled(first, cols - 1) &&
      !stops
    if (!isEmpty(data, cols - 1)) {
      // The next character goes on by itself; without one, or where it would colour the new line, another goes first.
      if (begins) return
      pen.plain()
      paper.ascii('\0x\r\x1b[X')
      return
    }
    // Only a wide character wraps from the last column, and leaves the cell there empty in its own style.
    if (
      begins &&
      content >>> widthShift === 2 &&
      first[1] === fg &&
      first[2] === bg &&
      (bg & extendedFlag) === 0
    )
      return pen.set(fg, bg, undefined)
    pen.set(fg, bg, extendedOf(here, cols - 1, bg))
    paper.text(`\x1b[${cols}G中\r`)
    pen.plain()
    paper.ascii(`\x1b[${(bg & colourModeMask) === 0 ? 2 : cols}X`)
  }
}

/** The last line that has to be reached: all of them once the screen has scrolled, else the last that shows something. */
function lastLine(screen: Screen, core: Core, atLeast: number): number {
  const { lines } = screen
  if (lines.length > core.rows) return lines.length - 1
  let last = lines.length - 1
  while (last > atLeast && isBlank(lines.get(last))) last -= 1
  return last
}

function isBlank(line: Line | undefined): boolean {
  return (
    line === undefined || (!line.isWrapped && line._data.every((value, at) => value === blankCell[at % 3]))
  )
}

const blankCell = [1 << widthShift, 0, 0]

/** What erasing leaves: at most a background. */
function isErased(fg: number, bg: number): boolean {
  return fg === 0 && (bg & ~colourMask) === 0
}

export function extendedOf(line: Line, x: number, bg: number) {
  return (bg & extendedFlag) === 0 ? undefined : line._extendedAttrs[x]
}
