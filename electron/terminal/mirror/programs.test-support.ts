// For tests: what programs print, at random; and all that can be told of a terminal, for comparing two.
import type { Terminal } from '@xterm/headless'
import fc from 'fast-check'
import { contentMask, extendedFlag, inside, widthShift } from './inside'
import { resize as resizeTerminal } from './terminal'
import type { Attributes, Core, Line, Screen } from './inside'

export type Step = { is: 'print'; text: string } | { is: 'resize'; cols: number; rows: number }

const count = fc.integer({ min: 0, max: 9 })
const csi = (final: string, ...params: fc.Arbitrary<number | string>[]) =>
  fc.tuple(...params).map((values) => `\x1b[${values.join(';')}${final}`)

const words = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[ -~]{1,8}$/) },
  fc.constantFrom(
    '中',
    '文字',
    '日本語テキスト',
    '한국어',
    'é',
    'e\u0301',
    '。',
    '“”',
    '│─┌',
    '\u0301',
    '\u200d',
  ),
  fc.constantFrom('🚀', '👩‍💻', '🇨🇳', '🇨', '❤\ufe0f', '\ufe0f', '👍🏽', 'ก็', 'नि', '\u0600', '각'),
)

const moves = fc.oneof(
  fc.constantFrom('\r', '\n', '\r\n', '\r\n', '\b', '\t', '\x1bM', '\x1bD', '\x1bE', '\x1b[H', '\x0b'),
  csi('H', count, count),
  fc
    .constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'I', 'Z', 'd', 'e', 'a')
    .chain((final) => csi(final, count)),
)

const edits = fc.oneof(
  fc
    .constantFrom('K', 'J', '?K', '?J')
    .chain((final) =>
      fc.integer({ min: 0, max: 2 }).map((which) => `\x1b[${final.replace(/(\??)(.)/, `$1${which}$2`)}`),
    ),
  fc
    .constantFrom('L', 'M', 'P', '@', 'X', 'S', 'T', 'b', ' @', ' A', "'}", "'~")
    .chain((final) => csi(final, count)),
  fc.constantFrom('\x1b#8'),
)

const colour = fc.oneof(
  fc.integer({ min: 0, max: 255 }).map((index) => `8;5;${index}`),
  fc.tuple(count, count, count).map((rgb) => `8;2;${rgb.join(';')}`),
)
const styles = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '7',
    '8',
    '9',
    '21',
    '22',
    '23',
    '24',
    '27',
    '4:3',
    '53',
    '55',
    '39',
    '49',
  ),
  fc.integer({ min: 30, max: 37 }).map(String),
  fc.integer({ min: 40, max: 47 }).map(String),
  fc.integer({ min: 90, max: 107 }).map(String),
  fc.tuple(fc.constantFrom('3', '4', '5'), colour).map((parts) => parts.join('')),
)
const pens = fc.oneof(
  styles.map((style) => `\x1b[${style}m`),
  fc.constantFrom(
    '\x1b[m',
    '\x1b[1"q',
    '\x1b[0"q',
    '\x1b]8;;https://a.b/c;d\x1b\\',
    '\x1b]8;id=x;http://e\x07',
    '\x1b]8;;\x1b\\',
  ),
)

const states = fc.oneof(
  csi('r', count, count),
  fc.constantFrom('\x1b7', '\x1b8', '\x1b[s', '\x1b[u', '\x1bH', '\x1b[g', '\x1b[3g'),
  fc.constantFrom('\x1b(0', '\x1b)0', '\x1b(B', '\x1b*A', '\x0e', '\x0f', '\x1bn'),
  fc.constantFrom(
    '\x1b[?47h',
    '\x1b[?47l',
    '\x1b[?1049h',
    '\x1b[?1049l',
    '\x1b[?1047h',
    '\x1b[?1047l',
    '\x1b[?1048h',
    '\x1b[?1048l',
  ),
  fc
    .tuple(
      fc.constantFrom(1, 6, 7, 9, 12, 25, 45, 66, 1000, 1002, 1003, 1004, 1006, 1016, 2004),
      fc.constantFrom('h', 'l'),
    )
    .map(([mode, set]) => `\x1b[?${mode}${set}`),
  fc.tuple(fc.constantFrom(4, 20), fc.constantFrom('h', 'l')).map(([mode, set]) => `\x1b[${mode}${set}`),
  fc.integer({ min: 0, max: 6 }).map((shape) => `\x1b[${shape} q`),
  fc.constantFrom(
    '\x1b=',
    '\x1b>',
    '\x1bc',
    '\x1b[!p',
    '\x1b]2;title\x07',
    '\x1b]4;1;#abcdef\x07',
    '\x1b[3J',
  ),
)

const print = fc
  .oneof(
    { weight: 8, arbitrary: words },
    { weight: 5, arbitrary: moves },
    { weight: 3, arbitrary: edits },
    { weight: 4, arbitrary: pens },
    { weight: 2, arbitrary: states },
  )
  .map((text): Step => ({ is: 'print', text }))

export const sizes = fc.record({
  cols: fc.integer({ min: 2, max: 12 }),
  rows: fc.integer({ min: 1, max: 6 }),
})
const resize = sizes.map((size): Step => ({ is: 'resize', ...size }))

export const programs = (maxLength: number) =>
  fc.array(fc.oneof({ weight: 30, arbitrary: print }, { weight: 1, arbitrary: resize }), { maxLength })

export function run(terminal: Terminal, steps: readonly Step[]): void {
  const core = inside(terminal)
  for (const step of steps) {
    if (step.is === 'print') core._inputHandler.parse(Buffer.from(step.text))
    else {
      resizeTerminal(terminal, step)
      // A cluster that a resize interrupts is not told apart.
      core._inputHandler.parse(Buffer.from('\0'))
    }
  }
}

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
