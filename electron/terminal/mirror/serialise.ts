// A terminal's state as bytes: written to an empty terminal of the same size, they make it the same terminal. What the
// terminal holds is read from inside it (inside.ts); what only a window uses is followed from outside (followed.ts).
//
// Not restored (isBeyondWords in comparing.test-support.ts tells them):
// - half of a wide character, where a narrower window or an inserted cell cut one in two: an empty cell
// - that the next character wraps, where the last cell was changed since by a sequence that did not move the cursor
// - a first line that goes on from one that is gone, in a terminal of one row; a style of the leftmost cell of an empty
//   line that has styles throughout; tab stops beyond the right edge
// - a cursor saved in lines that were cleared since; that a mark joins the last character, in insert mode
// - a link still open whose pen was replaced by a saved one; synchronised output (2026), which lasts a frame; icon names
import { finalOf } from './charsets'
import { codepointMask, colourMask, combinedMask, contentMask, widthShift } from './inside'
import type { Core, Line, Screen } from './inside'
import { modesOf } from './modes'
import { extendedOf, paint } from './paint'
import { createPaper } from './paper'
import { createPen } from './pen'

/** [] for a terminal in which nothing happened. `outside`: what the follower of a window's own state has to say. */
export function serialise(core: Core, outside: string): Uint8Array {
  const paper = createPaper()
  const pen = createPen(paper, core)
  const { normal, alt, active } = core.buffers
  paintScreen(normal)
  if (active === alt) {
    placeCursor(normal, normal.y)
    pen.plain()
    paper.ascii('\x1b[?47h\x1b[H')
    paintScreen(alt)
  } else if (hasSaved(alt)) {
    paper.ascii('\x1b[?47h')
    save(alt, alt.savedY)
    paper.ascii('\x1b[?47l\x1b[H')
  }
  const charsets = charsetsOf(core)
  // It moves the cursor, so it cannot wait until that stands where it should.
  const restoresFirst = charsets.includes('\x1b8')
  if (restoresFirst) paper.ascii(charsets)
  paper.ascii(modesOf(core))
  paper.text(outside)
  finish()
  return paper.bytes()

  function paintScreen(screen: Screen): void {
    const line = Math.min(Math.max(0, screen.savedY), screen.lines.length - 1)
    const at = hasSaved(screen) ? { line, act: () => save(screen, null) } : undefined
    paint(screen, { core, paper, pen, at })
    paper.ascii(tabsOf(screen, core.cols))
    const { scrollTop, scrollBottom } = screen
    if (scrollTop > 0 || scrollBottom < core.rows - 1)
      paper.ascii(`\x1b[${scrollTop + 1};${scrollBottom + 1}r`)
  }

  /** Saves what the screen has saved, with the cursor in the present line or in that one. */
  function save({ savedX, savedCurAttrData, savedCharset }: Screen, line: number | null): void {
    const { fg, bg } = savedCurAttrData
    const final = finalOf(savedCharset)
    if (line !== null) paper.ascii(`\x1b[${line + 1}H`)
    // Beyond the last column: a character has to be printed there.
    paper.ascii(savedX < core.cols ? `\x1b[${savedX + 1}G` : `\x1b[${core.cols}Gx`)
    pen.set(fg, bg, undefined)
    paper.ascii(final === 'B' ? '\x1b7' : `\x1b(${final}\x1b7\x1b(B`)
    pen.plain()
    if (savedX >= core.cols) paper.ascii(`\x1b[${core.cols}G\x1b[X`)
  }

  function placeAt(x: number, y: number): void {
    paper.ascii(`\x1b[${y + 1};${x + 1}H`)
  }

  /** The cursor, where it stands and as it is; then the pen. Nothing may move either afterwards. */
  function finish(): void {
    const { insertMode } = core.coreService.modes
    const { origin } = core.coreService.decPrivateModes
    const { _curAttrData: own, _parser: parser } = core._inputHandler
    if (origin) paper.ascii('\x1b[?6h')
    const row = origin ? active.y - active.scrollTop : active.y
    // The last character printed may still be joined by a mark: it goes last, in the pen it was printed with.
    const before = parser.precedingJoinState === 0 || insertMode ? null : characterBefore(active)
    if (before !== null && before.fg === own.fg >>> 0 && before.bg === own.bg >>> 0) {
      if (!restoresFirst) paper.ascii(charsets)
      pen.set(own.fg, own.bg, own.extended)
      placeAt(before.x, row)
      paper.text(before.text)
    } else {
      placeCursor(active, row)
      if (!restoresFirst) paper.ascii(charsets)
      pen.set(own.fg, own.bg, own.extended)
    }
    if (insertMode) paper.ascii('\x1b[4h')
  }

  function placeCursor(screen: Screen, row: number): void {
    const { x, y, ybase, lines } = screen
    const line = lines.get(ybase + y)
    const before = characterBefore(screen)
    if (x < core.cols) {
      if (row !== 0 || x !== 0 || !paper.isBlank()) placeAt(x, row)
    } else if (before !== null) {
      // Beyond the last column, where only printing leads: the next character wraps.
      placeAt(before.x, row)
      pen.set(before.fg, before.bg, before.extended)
      paper.text(`${before.text}\0`)
    } else if (line !== undefined && isOneColour(line)) wrapNext(line, row)
    else placeAt(core.cols - 1, row)
  }

  /** A line erased whole after its last column was printed: the next character still wraps. */
  function wrapNext(line: Line, row: number): void {
    placeAt(core.cols - 1, row)
    paper.ascii('x')
    pen.set(0, line._data[2] ?? 0, undefined)
    paper.ascii(line.isWrapped ? '\x1b[1K' : '\x1b[2K')
  }
}

/** The character that ends where the cursor stands. */
function characterBefore({ x, y, ybase, lines }: Screen) {
  const line = lines.get(ybase + y)
  if (line === undefined) return null
  const data = line._data
  const start = x > 1 && (data[(x - 1) * 3] ?? 0) >>> widthShift === 0 ? x - 2 : x - 1
  const content = data[start * 3] ?? 0
  if (start < 0 || (content & contentMask) === 0 || start + (content >>> widthShift) !== x) return null
  const [fg, bg] = [data[start * 3 + 1] ?? 0, data[start * 3 + 2] ?? 0]
  const text =
    (content & combinedMask) === 0
      ? String.fromCodePoint(content & codepointMask)
      : (line._combined[start] ?? '')
  return { x: start, fg, bg, extended: extendedOf(line, start, bg), text }
}

function isOneColour({ _data: data }: Line): boolean {
  const bg = data[2] ?? 0
  return data.every((value, at) => value === [1 << widthShift, 0, bg & colourMask][at % 3])
}

function hasSaved(screen: Screen): boolean {
  const { savedX, savedY, savedCurAttrData: pen, savedCharset } = screen
  return savedX !== 0 || savedY !== 0 || pen.fg !== 0 || pen.bg !== 0 || savedCharset !== undefined
}

const tabWidth = 8

function tabsOf({ tabs }: Screen, cols: number): string {
  const columns = Array.from({ length: cols }, (_, column) => column)
  if (columns.every((column) => (tabs[column] === true) === (column % tabWidth === 0))) return ''
  const set = columns.filter((column) => tabs[column] === true)
  return `\x1b[3g${set.map((column) => `\x1b[${column + 1}G\x1bH`).join('')}`
}

/** Designations, the one in use, and the one that a restored cursor brought back, if that is another. */
function charsetsOf(core: Core): string {
  const { charset, glevel, _charsets: charsets } = core._charsetService
  const designated = ['(', ')', '*', '+'].map((kind, g) => {
    const final = finalOf(charsets[g])
    return final === 'B' ? '' : `\x1b${kind}${final}`
  })
  const invoked = ['', '\x0e', '\x1bn', '\x1bo'][glevel] ?? ''
  const restored = charset !== charsets[glevel] && charset === core.buffers.active.savedCharset
  return `${designated.join('')}${invoked}${restored ? '\x1b8\x1b[m' : ''}`
}
