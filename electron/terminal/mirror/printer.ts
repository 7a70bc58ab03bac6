// Prints characters into cells of their own: a mark or a joiner that began a cell must not join the cell before it.
import type { Core } from './inside'
import type { Paper } from './paper'

export type Printer = {
  codepoint(codepoint: number): void
  /** A whole cell's: its own marks join it, as they did. */
  text(text: string): void
}

export function createPrinter(core: Core, paper: Paper): Printer {
  const { unicodeService } = core
  /** Of the character before, wherever it stands: xterm.js keeps it until a control character comes. */
  let state = 0

  const separate = (codepoint: number) => {
    // NUL prints nothing and ends a cluster.
    if ((unicodeService.charProperties(codepoint, state) & 1) !== 0) paper.ascii('\0')
  }

  return {
    codepoint(codepoint) {
      const plain = isPlain(codepoint)
      if (!plain || state !== plainState) separate(codepoint)
      paper.codepoint(codepoint)
      state = plain ? plainState : unicodeService.charProperties(codepoint, 0)
    },
    text(text) {
      separate(text.codePointAt(0) ?? 0)
      state = 0
      for (const character of text)
        state = unicodeService.charProperties(character.codePointAt(0) ?? 0, state)
      paper.text(text)
    },
  }
}

/** What follows a plain character joins it if it is a mark: the state of a narrow character of no special kind. */
const plainState = 2

/** No plain character joins another: Latin letters, box drawing, Han. */
function isPlain(codepoint: number): boolean {
  return (
    (codepoint >= 0x20 && codepoint < 0x7f) ||
    (codepoint >= 0x4e00 && codepoint <= 0x9fff) ||
    (codepoint >= 0x2500 && codepoint <= 0x257f)
  )
}
