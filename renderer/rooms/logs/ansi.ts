// A line as a terminal would show it at last: colours as spans, a progress bar that overwrites itself, nothing else.

/** 0 to 15 of the theme's palette, or '#rrggbb'. */
export type Colour = number | string
export type Style = {
  fg: Colour | null
  bg: Colour | null
  bold: boolean
  dim: boolean
  italic: boolean
  underline: boolean
  strike: boolean
  inverse: boolean
}
/** Part of a text, by positions, that is not written plainly. */
export type Span = { from: number; to: number; style: Style }
export type Printed = { text: string; spans: readonly Span[] | null; style: Style | null }

const plainStyle: Style = {
  ...{ fg: null, bg: null, bold: false, dim: false },
  ...{ italic: false, underline: false, strike: false, inverse: false },
}

// Control characters mean something, or nothing that a list of lines could show; the tab is drawn.
const special = new RegExp('[\\u0000-\\u0008\\u000b-\\u001f\\u007f\\u009b]')
/** ECMA-48: CSI with its parameters and final byte, OSC to its end, other escapes of two characters, lone controls. */
const sequence = new RegExp(
  '(?:\\u001b\\[|\\u009b)([0-?]*)[ -/]*([@-~])|\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?|\\u001b[ -/]*[0-~]|[\\u0000-\\u0008\\u000b-\\u001f\\u007f\\u009b]',
  'g',
)

/** `style` is what the line before left switched on (null: nothing); what this one leaves is in the answer. */
export function printed(raw: string, style: Style | null): Printed {
  if (!special.test(raw)) return { text: raw, spans: spansOf(raw.length, style), style }
  const row = createRow(style)
  let at = 0
  for (const found of raw.matchAll(sequence)) {
    if (found.index > at) row.write(raw.slice(at, found.index))
    at = found.index + found[0].length
    const [all, parameters = '', final] = found
    if (final !== undefined) row.control(parameters, final)
    else if (all === '\r') row.goTo(0)
    else if (all === '\b') row.back(1)
  }
  if (at < raw.length) row.write(raw.slice(at))
  return row.printed()
}

function spansOf(length: number, style: Style | null): Span[] | null {
  return style === null || length === 0 ? null : [{ from: 0, to: length, style }]
}

/** One row of cells, of a line that has controls in it. */
function createRow(begin: Style | null) {
  let cells: { letter: string; style: Style | null }[] = []
  let column = 0
  let style = begin
  const goTo = (wanted: number) => {
    column = Math.min(Math.max(0, wanted), farthestColumn)
  }
  return {
    goTo,
    back: (count: number) => goTo(column - count),
    write(text: string) {
      // A cursor that went beyond the text leaves blanks.
      while (cells.length < column) cells.push({ letter: ' ', style: null })
      for (const letter of text) {
        cells[column] = { letter, style }
        column += 1
      }
    },
    control(parameters: string, final: string) {
      const count = Math.max(1, Number.parseInt(parameters, 10) || 1)
      if (final === 'm') style = styled(style, parameters)
      else if (final === 'K') {
        if (parameters === '2' || parameters === '1')
          cells.splice(
            0,
            parameters === '2' ? cells.length : column,
            ...blanks(parameters === '2' ? 0 : column),
          )
        else cells = cells.slice(0, column)
      } else if (final === 'G') goTo(count - 1)
      else if (final === 'C') goTo(column + count)
      else if (final === 'D') goTo(column - count)
    },
    printed(): Printed {
      const spans: Span[] = []
      let text = ''
      for (const cell of cells) {
        const from = text.length
        text += cell.letter
        const last = spans.at(-1)
        if (cell.style === null) continue
        if (last?.to === from && last.style === cell.style) last.to = text.length
        else spans.push({ from, to: text.length, style: cell.style })
      }
      return { text, spans: spans.length === 0 ? null : spans, style }
    },
  }
}
const farthestColumn = 4000
const blanks = (count: number) => Array.from({ length: count }, () => ({ letter: ' ', style: null }))

/**
 * Select Graphic Rendition: the parameters of `CSI … m` in their order. One may have parts of its own, between colons
 * (ISO 8613-6): `38:2::r:g:b` with a colour space before the colour, `4:3` for a wavy line, `4:0` for none.
 */
function styled(before: Style | null, parameters: string): Style | null {
  const given = parameters.split(';').map((each) => each.split(':').map(numberOf))
  let next: Style = before ?? plainStyle
  for (let at = 0; at < given.length; at += 1) {
    const [code = 0, ...parts] = given[at] ?? []
    if (code === 0) next = plainStyle
    else if (code === 38 || code === 48 || code === 58) {
      const inParts = parts.length > 0
      const rest = inParts ? withoutSpace(parts) : given.slice(at + 1).map(([first = 0]) => first)
      const { colour, used } = extended(rest)
      if (!inParts) at += used
      // 58 colours the underline, which is drawn in the text's own colour here.
      if (colour !== null && code !== 58) next = { ...next, [code === 38 ? 'fg' : 'bg']: colour }
    } else if (code === 4 && parts[0] === 0) next = { ...next, underline: false }
    else next = { ...next, ...changes(code) }
  }
  return isPlain(next) ? null : next
}

const numberOf = (text: string): number => Number.parseInt(text, 10) || 0

/** `2::r:g:b` as `2:r:g:b`. */
function withoutSpace(parts: readonly number[]): readonly number[] {
  const [kind = 0, ...rest] = parts
  return kind === 2 && rest.length > 3 ? [kind, ...rest.slice(1)] : parts
}

function changes(code: number): Partial<Style> {
  if (code >= 30 && code <= 37) return { fg: code - 30 }
  if (code >= 90 && code <= 97) return { fg: code - 82 }
  if (code >= 40 && code <= 47) return { bg: code - 40 }
  if (code >= 100 && code <= 107) return { bg: code - 92 }
  return switches[code] ?? {}
}
const switches: Record<number, Partial<Style>> = {
  ...{ 1: { bold: true }, 2: { dim: true }, 3: { italic: true }, 4: { underline: true } },
  ...{ 7: { inverse: true }, 9: { strike: true }, 22: { bold: false, dim: false }, 23: { italic: false } },
  ...{
    24: { underline: false },
    27: { inverse: false },
    29: { strike: false },
    39: { fg: null },
    49: { bg: null },
  },
}

/** After 38 or 48: `5;n` of 256 colours, or `2;r;g;b`. */
function extended(codes: readonly number[]): { colour: Colour | null; used: number } {
  const [kind, first = 0, second = 0, third = 0] = codes
  if (kind === 2) return { colour: hex(first, second, third), used: 4 }
  if (kind !== 5) return { colour: null, used: 0 }
  if (first < 16) return { colour: first, used: 2 }
  if (first >= 232) return { colour: hex(...same(8 + (first - 232) * 10)), used: 2 }
  const step = (place: number) => {
    const level = Math.floor((first - 16) / place) % 6
    return level === 0 ? 0 : 55 + level * 40
  }
  return { colour: hex(step(36), step(6), step(1)), used: 2 }
}

const same = (grey: number): [number, number, number] => [grey, grey, grey]

function hex(red: number, green: number, blue: number): string {
  return `#${[red, green, blue].map((part) => Math.min(255, part).toString(16).padStart(2, '0')).join('')}`
}

function isPlain(style: Style): boolean {
  const { fg, bg, ...flags } = style
  return fg === null && bg === null && Object.values(flags).every((on) => !on)
}
