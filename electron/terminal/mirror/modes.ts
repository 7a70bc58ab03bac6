// The modes that programs set, as the sequences that set them again.
import type { Core } from './inside'

/** Insert and origin mode are not among them: those change what follows, and come last. */
export function modesOf(core: Core): string {
  const { decPrivateModes: modes, isCursorHidden } = core.coreService
  const mouse = core.coreMouseService
  const numbers = [
    modes.applicationCursorKeys ? 1 : null,
    modes.reverseWraparound ? 45 : null,
    modes.applicationKeypad ? 66 : null,
    mouseModes[mouse.activeProtocol] ?? null,
    mouseEncodings[mouse.activeEncoding] ?? null,
    modes.sendFocus ? 1004 : null,
    modes.bracketedPasteMode ? 2004 : null,
  ].filter((mode) => mode !== null)
  return [
    ...numbers.map((mode) => `\x1b[?${mode}h`),
    modes.wraparound ? '' : '\x1b[?7l',
    isCursorHidden ? '\x1b[?25l' : '',
    core.optionsService.rawOptions.convertEol ? '\x1b[20h' : '',
    cursorOf(core),
  ].join('')
}

const mouseModes: Record<string, number | undefined> = { X10: 9, VT200: 1000, DRAG: 1002, ANY: 1003 }
const mouseEncodings: Record<string, number | undefined> = { SGR: 1006, SGR_PIXELS: 1016 }

function cursorOf(core: Core): string {
  const { cursorStyle, cursorBlink } = core.coreService.decPrivateModes
  if (cursorStyle === undefined) return ''
  const steady = { block: 2, underline: 4, bar: 6 }[cursorStyle]
  return `\x1b[${cursorBlink === true ? steady - 1 : steady} q`
}
