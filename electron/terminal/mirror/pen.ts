// The colours, styles and link that the next character gets: set with as few sequences as are needed.
import { colourModeMask, extendedFlag, type Core, type Extended } from './inside'
import type { Paper } from './paper'

export type Pen = {
  /** As a cell has them: its numbers, and its extended attributes where the background's flag says that there are some. */
  set(fg: number, bg: number, extended: Extended | undefined): void
  /** Nothing at all: no colour, no link. */
  plain(): void
}

/** For a terminal whose own pen is plain. */
export function createPen(paper: Paper, core: Core): Pen {
  let [fg, bg, ext, url] = [0, 0, 0, 0]
  let isLinked = false
  const set = (nextFg: number, nextBg: number, extended: Extended | undefined) => {
    const nextExt = (extended?._ext ?? 0) & ownExtended
    const nextUrl = extended?.urlId ?? 0
    if (nextUrl !== url) {
      const link = core._oscLinkService.getLinkData(nextUrl)
      // One whose lines are all gone is none any more.
      if (link !== undefined || isLinked) paper.text(linkOf(link, nextUrl))
      isLinked = link !== undefined
      url = nextUrl
    }
    const flags = nextBg & ~extendedFlag
    if (nextFg === fg && flags === bg && nextExt === ext) return
    ;[fg, bg, ext] = [nextFg, flags, nextExt]
    paper.ascii(sgr(fg, bg, ext))
  }
  return { set, plain: () => set(0, 0, undefined) }
}

/** Without what a renderer adds (the offset of a curly line's variant). */
const ownExtended = 0x1fffffff

function sgr(fg: number, bg: number, ext: number): string {
  const codes: (number | string)[] = []
  for (const [bit, code] of foregroundFlags) if ((fg & bit) !== 0) codes.push(code)
  for (const [bit, code] of backgroundFlags) if ((bg & bit) !== 0) codes.push(code)
  const style = (ext >>> 26) & 7
  // 4 means a single line; a style without the flag is of a link, and none of the pen's.
  if ((fg & underlineFlag) !== 0) codes.push(style > 1 ? `4:${style}` : 4)
  codes.push(...colour(fg, 30), ...colour(bg, 40), ...underlineColour(ext))
  const protects = (bg & protectedFlag) === 0 ? '' : '\x1b[1"q'
  return `\x1b[${['', ...codes].join(';')}m${protects}`
}

function colour(value: number, base: 30 | 40): number[] {
  const palette = value & 0xff
  if ((value & colourModeMask) === 0x1000000)
    return [palette > 7 ? base + 60 + (palette & 7) : base + (palette & 7)]
  return direct(value, base + 8)
}

const underlineColour = (ext: number) => direct(ext, 58)

function direct(value: number, code: number): number[] {
  if ((value & colourModeMask) === 0x2000000) return [code, 5, value & 0xff]
  if ((value & colourModeMask) === 0x3000000)
    return [code, 2, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]
  return []
}

function linkOf(link: { id?: string; uri: string } | undefined, url: number): string {
  if (link === undefined) return '\x1b]8;;\x1b\\'
  // One without a name is one link as well, however often it has to be opened.
  return `\x1b]8;id=${link.id ?? `berth-${url}`};${link.uri}\x1b\\`
}

const underlineFlag = 0x10000000
const protectedFlag = 0x20000000
// Inverse, bold, blinking, invisible, struck through; italic, dim, overlined.
const foregroundFlags: [number, number][] = [
  [0x4000000, 7],
  [0x8000000, 1],
  [0x20000000, 5],
  [0x40000000, 8],
  [0x80000000, 9],
]
const backgroundFlags: [number, number][] = [
  [0x4000000, 3],
  [0x8000000, 2],
  [0x40000000, 53],
]
