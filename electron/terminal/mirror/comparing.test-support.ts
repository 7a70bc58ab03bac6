// For tests: all that can be told of a terminal, for comparing two; and what of it is not replayed.
import type { Terminal } from '@xterm/headless'
import { contentMask, extendedFlag, inside, widthShift } from './inside'
import type { Attributes, Core, Line, Screen } from './inside'

/** All that shows, and all that decides what will. */
export function everythingOf(terminal: Terminal, links: 'links' | 'no links'): unknown {
  const core = inside(terminal)
  const { modes, cols, rows } = terminal
  const { _charsetService: charsets, coreService: service, _inputHandler: input } = core
  const isAlternate = core.buffers.active === core.buffers.alt
  return {
    size: { cols, rows },
    modes: { ...Object.fromEntries(modeNames.map((name) => [name, modes[name]])) },
    hidden: service.isCursorHidden,
    cursor: [service.decPrivateModes.cursorStyle, service.decPrivateModes.cursorBlink],
    encoding: core.coreMouseService.activeEncoding,
    charset: [charsets.charset, charsets.glevel, ...[0, 1, 2, 3].map((g) => charsets._charsets[g])],
    pen: penOf(input._curAttrData),
    active: terminal.buffer.active.type,
    normal: screenOf(core, core.buffers.normal, links),
    alternate: isAlternate ? screenOf(core, core.buffers.alt, links) : null,
    title: input._windowTitle,
  }
}

const modeNames = [
  'applicationCursorKeysMode',
  'applicationKeypadMode',
  'bracketedPasteMode',
  'insertMode',
  'mouseTrackingMode',
  'originMode',
  'reverseWraparoundMode',
  'sendFocusMode',
  'wraparoundMode',
] as const

function penOf({ fg, bg, extended }: Attributes) {
  return [colourOf(fg), colourOf(bg & ~extendedFlag), colourOf(extended._ext & 0x3ffffff)]
}

/** The bits that count: a change of the colour's kind leaves others behind. */
function colourOf(value: number): number {
  const mode = value & 0x3000000
  const mask = mode === 0x3000000 ? 0xffffff : mode === 0 ? 0 : 0xff
  return (value & ~0x3ffffff) | mode | (value & mask)
}

function screenOf(core: Core, screen: Screen, links: 'links' | 'no links') {
  const { cols } = core
  return {
    lines: Array.from({ length: screen.lines.length }, (_, at) => lineOf(core, screen.lines.get(at), links)),
    base: screen.ybase,
    cursor: [screen.x, screen.y],
    margins: [screen.scrollTop, screen.scrollBottom],
    tabs: Array.from({ length: cols }, (_, column) => screen.tabs[column] === true),
    saved: [
      screen.savedX,
      screen.savedY,
      colourOf(screen.savedCurAttrData.fg),
      colourOf(screen.savedCurAttrData.bg & ~extendedFlag),
      screen.savedCharset,
    ],
  }
}

function lineOf(core: Core, line: Line | undefined, links: 'links' | 'no links'): string {
  if (line === undefined) return 'none'
  const cells = Array.from({ length: core.cols }, (_, x) => {
    const content = line._data[x * 3] ?? 0
    const bg = line._data[x * 3 + 2] ?? 0
    const extended = (bg & extendedFlag) === 0 ? undefined : line._extendedAttrs[x]
    const text =
      (content & 0x200000) === 0
        ? (content & contentMask) === 0
          ? ''
          : String.fromCodePoint(content & 0x1fffff)
        : line._combined[x]
    const link = core._oscLinkService.getLinkData(extended?.urlId ?? 0)
    const url = links === 'links' ? link?.uri : ''
    return [
      text,
      content >>> widthShift,
      colourOf(line._data[x * 3 + 1] ?? 0),
      colourOf(bg & ~extendedFlag),
      url,
    ].join('|')
  })
  return `${line.isWrapped ? '+' : ' '}${cells.join(' ')}`
}

/** Whether it holds something that serialise.ts says it does not restore. */
export function isBeyondWords(terminal: Terminal): boolean {
  const core = inside(terminal)
  const { active, alt, normal } = core.buffers
  const { bg, extended } = core._inputHandler._curAttrData
  const isLinkLost =
    (bg & extendedFlag) === 0 && core._oscLinkService.getLinkData(extended.urlId) !== undefined
  if (isLinkLost) return true
  if ([normal, active].some((screen) => screen.x === terminal.cols && isLeftBehind(screen, terminal.cols)))
    return true
  const isHidden = (column: number) => column >= terminal.cols && column % 8 !== 0
  if ([normal, active].some(({ tabs }) => Object.keys(tabs).map(Number).some(isHidden))) return true
  // In a terminal of one row nothing stands above the first line for it to go on from.
  if (terminal.rows === 1 && [normal, active].some(({ lines }) => lines.get(0)?.isWrapped)) return true
  if (
    [normal, active, alt].some(
      ({ lines, savedY }) => savedY > 0 && savedY >= lines.length && lines.length > 0,
    )
  )
    return true
  return [normal, active].some((screen) =>
    Array.from({ length: screen.lines.length }, (_, at) => screen.lines.get(at)).some(
      (line) => line !== undefined && hasHalf(line, terminal.cols),
    ),
  )
}

function hasHalf({ _data: data }: Line, cols: number): boolean {
  const width = (x: number) => (x < 0 || x >= cols ? 1 : (data[x * 3] ?? 0) >>> widthShift)
  return Array.from({ length: cols }, (_, x) => x).some(
    (x) => (width(x) === 2) !== (width(x + 1) === 0) || (x === 0 && width(x) === 0),
  )
}

/** The next character wraps, and the last cell is not what was printed there. */
function isLeftBehind({ lines, ybase, y }: Screen, cols: number): boolean {
  const data = lines.get(ybase + y)?._data ?? new Uint32Array()
  const isPrinted =
    ((data[cols * 3 - 3] ?? 0) & contentMask) !== 0 || (data[cols * 3 - 3] ?? 0) >>> widthShift === 0
  return !isPrinted && data.some((value, at) => value !== data[at % 3])
}
