// Which character sets a terminal has designated, told by the tables that xterm.js keeps.
import { Terminal } from '@xterm/headless'
import { inside, type Charset } from './inside'

/** Final characters of a designation (ESC ( 0 and the like) that xterm.js knows; 'B' is ASCII, which it keeps as none. */
const finals = '0A4C5RQKYE6ZH7='

let known: Map<Charset, string> | null = null

/** What stands at the end of the sequence that designates this table. */
export function finalOf(charset: Charset | undefined): string {
  return charset === undefined ? 'B' : (tables().get(charset) ?? 'B')
}

/** The tables are the same objects in every terminal; which is which is learned by designating each once. */
function tables(): Map<Charset, string> {
  if (known !== null) return known
  known = new Map()
  const terminal = new Terminal({ cols: 2, rows: 1, allowProposedApi: true, logLevel: 'off' })
  const core = inside(terminal)
  for (const final of finals) {
    core._inputHandler.parse(Buffer.from(`\x1b(${final}`))
    const charset = core._charsetService.charset
    if (charset !== undefined && !known.has(charset)) known.set(charset, final)
  }
  terminal.dispose()
  return known
}
