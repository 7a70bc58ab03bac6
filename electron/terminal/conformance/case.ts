// What a conformance case says: bytes that a program writes, and the screen that the standards want for them.

/** The screen of every case. */
export const size = { cols: 20, rows: 6 }

export type Case = {
  name: string
  /** Onto a cleared screen, as it stands: LF is LF alone. */
  writes: string
  /** From the first row on, without blanks at the ends; rows that are not named are blank. */
  rows: readonly string[]
  /** Row and column, from 1; a cursor behind the last column is told as the column after it. */
  cursor?: readonly [row: number, column: number]
  /** How cells look, by 'row,column': see describeCell. */
  cells?: Readonly<Record<string, string>>
  title?: string
  cursorShape?: string
  /** What the terminal answers when it is asked afterwards. */
  answers?: readonly (readonly [question: string, answer: string])[]
}

export const esc = '\x1b'
export const csi = '\x1b['
/** Six rows A to F. */
export const letters = ['A', 'B', 'C', 'D', 'E', 'F'].join('\r\n')
/** DECRQM: asks whether a private mode is set. */
export const isSet = (mode: number) => [`${csi}?${mode}$p`, `${csi}?${mode};1$y`] as const
export const isReset = (mode: number) => [`${csi}?${mode}$p`, `${csi}?${mode};2$y`] as const
