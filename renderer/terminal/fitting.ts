// Asking for the size that fits: the newest wish wins, and one call is on its way at a time.
import type { TerminalSize } from '../../shared/contract/terminals'

export type Fitting = {
  /** This is the size that fits here. Asks for it, unless the terminal has it or will. */
  wish(size: TerminalSize): void
  /** What the stream says, whoever asked for it. Wished sizes are not asked for again until `wish` is. */
  is(size: TerminalSize): void
}

/** `ask` settles when the answer came; it never rejects. */
export function createFitting(now: TerminalSize, ask: (size: TerminalSize) => Promise<unknown>): Fitting {
  let expected = now
  let newest: TerminalSize | null = null
  let asking = false

  const next = async () => {
    if (asking) return
    asking = true
    for (let size = newest; size !== null; size = newest) {
      newest = null
      if (same(size, expected)) continue
      expected = size
      await ask(size)
    }
    asking = false
  }
  return {
    wish(size) {
      newest = size
      void next()
    },
    is(size) {
      expected = size
    },
  }
}

export function same(one: TerminalSize, other: TerminalSize): boolean {
  return one.cols === other.cols && one.rows === other.rows
}
