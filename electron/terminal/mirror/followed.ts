// What a window keeps and a terminal without one does not: its title, its colours, whether its cursor blinks. Followed
// with xterm.js's public hooks, which hear a sequence and let it through.
import type { Terminal } from '@xterm/headless'

/** A title or a colour longer than this is nobody's. */
const longestCharacters = 2048

/** Gives a function that says all of it as sequences; '' for what nobody changed. */
export function follow(terminal: Terminal): () => string {
  let title: string | null = null
  let blinks: boolean | null = null
  /** By the sequence's number, and for the palette the colour's too. */
  const colours = new Map<string, string>()
  const { parser } = terminal
  const heard = (act: (data: string) => void) => (data: string) => {
    if (data.length <= longestCharacters) act(data)
    return false
  }

  for (const code of [0, 2])
    parser.registerOscHandler(
      code,
      heard((data) => {
        title = data
      }),
    )
  parser.registerOscHandler(
    4,
    heard((data) => {
      const parts = data.split(';')
      for (let at = 0; at + 1 < parts.length; at += 2) {
        const [index, colour] = [parts[at] ?? '', parts[at + 1] ?? '']
        if (/^\d{1,3}$/.test(index) && isColour(colour)) colours.set(`4;${Number(index)}`, colour)
      }
    }),
  )
  parser.registerOscHandler(
    104,
    heard((data) => {
      const indices = data === '' ? null : data.split(';')
      for (const name of [...colours.keys()])
        if (name.startsWith('4;') && (indices === null || indices.includes(name.slice(2))))
          colours.delete(name)
    }),
  )
  for (const [at, code] of special.entries()) {
    // One sequence may go on to the next ones: text, background, cursor.
    parser.registerOscHandler(
      code,
      heard((data) => {
        for (const [further, colour] of data.split(';').entries()) {
          const name = special[at + further]
          if (name !== undefined && isColour(colour)) colours.set(String(name), colour)
        }
      }),
    )
    parser.registerOscHandler(
      100 + code,
      heard(() => {
        colours.delete(String(code))
      }),
    )
  }
  for (const final of ['h', 'l'])
    parser.registerCsiHandler({ prefix: '?', final }, (params) => {
      if (params.includes(12)) blinks = final === 'h'
      return false
    })

  return () =>
    [
      title === null ? '' : `\x1b]2;${title}\x1b\\`,
      ...[...colours].map(([name, colour]) => `\x1b]${name};${colour}\x1b\\`),
      blinks === null ? '' : `\x1b[?12${blinks ? 'h' : 'l'}`,
    ].join('')
}

const special = [10, 11, 12]

/** A question is none, and what no terminal reads as one is not kept. */
function isColour(text: string): boolean {
  return /^(?:rgb:[0-9a-f/]{1,24}|#[0-9a-f]{3,12})$/i.test(text)
}
