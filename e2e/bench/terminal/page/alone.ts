// xterm.js alone in a page: the app's own terminal and styles, fed from memory, with nothing behind it.
import '../../../../renderer/ui/tokens.css'
import '../../../../renderer/ui/base.css'
import '../../../../renderer/terminal/terminal.css'
import { createXterm } from '../../../../renderer/terminal/creation'
import { createRendering } from '../../../../renderer/terminal/rendering'
import { lookOf } from '../../../../renderer/terminal/theme'
import type { TerminalSize } from '../../../../shared/contract/terminals'
import { SettingsSchema } from '../../../../shared/model/settings'
import { onDrawn } from './drawn'

export type Alone = {
  open(size: TerminalSize): void
  /** Loads what will be written; nothing of that is measured. */
  load(address: string): Promise<void>
  /** Writes all of it and gives the milliseconds until its end is drawn. */
  write(): Promise<number>
}

declare global {
  var berthAlone: Alone
}

const pieceBytes = 64 * 1024
/** xterm is never without work, and far below the 50 MB at which it discards. */
const pendingBytes = 1024 * 1024

let xterm: ReturnType<typeof createXterm> | null = null
let bytes = new Uint8Array()
let round = 0

globalThis.berthAlone = {
  open(size) {
    const element = document.createElement('div')
    element.className = 'terminal-screen'
    element.style.cssText = 'position: absolute; inset: 0'
    document.body.append(element)
    const manner = SettingsSchema.parse({}).terminal
    xterm = createXterm({ size, look: lookOf(document.documentElement), manner })
    xterm.open(element)
    createRendering(xterm).show(true, true)
  },
  async load(address) {
    bytes = new Uint8Array(await (await fetch(address)).arrayBuffer())
  },
  async write() {
    const terminal = xterm
    const rows = document.querySelector('.xterm-rows')
    if (terminal === null || rows === null) throw new Error('there is no terminal')
    round += 1
    const end = `END-${round}-ALONE`
    const since = performance.now()
    const drawn = new Promise<number>((resolve) => onDrawn(rows, (screen) => screen.includes(end), resolve))
    let [at, pending] = [0, 0]
    const more = () => {
      while (pending < pendingBytes && at < bytes.length) {
        const piece = bytes.subarray(at, at + pieceBytes)
        at += piece.length
        pending += piece.length
        terminal.write(piece, () => {
          pending -= piece.length
          more()
        })
        if (at >= bytes.length) terminal.write(`${end}\r\n`)
      }
    }
    more()
    return (await drawn) - since
  },
}
