// Reads from xterm how the program in front left the screen (see foreground.ts for what that tells).
import type { Terminal as Xterm } from '@xterm/xterm'
import type { Foreground } from './foreground'

const bracketedPaste = 2004

export function watchFrontProgram(xterm: Xterm): () => Foreground {
  let everBracketed = false
  xterm.parser.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => {
    everBracketed ||= params.includes(bracketedPaste)
    // xterm's own handler goes on with it.
    return false
  })
  return () => {
    const { active } = xterm.buffer
    const line = active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX)
    return {
      alternate: active.type === 'alternate',
      paste: xterm.modes.bracketedPasteMode ? 'bracketed' : everBracketed ? 'plain now' : 'never bracketed',
      beforeCursor: line ?? '',
    }
  }
}
