// Character widths as the windows count them: Unicode 15 with graphemes, so that a screen kept here lies as it is drawn there.
import type { ITerminalAddon } from '@xterm/headless'

/** A fresh addon; load it, and it is active at once. */
export async function graphemeWidths(): Promise<ITerminalAddon> {
  const make = await loadWidths()
  return make()
}

/**
 * Makes fresh addons, one a terminal.
 * The package (0.4.0) reads its tables through `Buffer.from(…).buffer`, which is Node's shared pool where the buffer is
 * small: then every character above U+FFFF, each emoji among them, counts as one column. Without the pool it reads its own.
 */
export async function loadWidths(): Promise<() => ITerminalAddon> {
  const pool = Buffer.poolSize
  Buffer.poolSize = 0
  try {
    const { UnicodeGraphemesAddon } = await import('@xterm/addon-unicode-graphemes')
    return () => new UnicodeGraphemesAddon()
  } finally {
    Buffer.poolSize = pool
  }
}
