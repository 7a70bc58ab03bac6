// What xterm.js keeps of a terminal and does not show. The version is pinned (6.0.0), and a test replays everything that
// is read here, so a version that moves something is found out.
import type { Terminal } from '@xterm/headless'

export type Extended = { _ext: number; urlId: number }
export type Attributes = { fg: number; bg: number; extended: Extended }
export type Charset = Record<string, string | undefined>

export type Line = {
  isWrapped: boolean
  length: number
  /** Three numbers a cell: content, foreground, background. */
  _data: Uint32Array
  _combined: Record<number, string | undefined>
  _extendedAttrs: Record<number, Extended | undefined>
}

export type Screen = {
  lines: { length: number; get(index: number): Line | undefined }
  ybase: number
  x: number
  y: number
  scrollTop: number
  scrollBottom: number
  tabs: Record<number, boolean | undefined>
  savedX: number
  savedY: number
  savedCurAttrData: { fg: number; bg: number }
  savedCharset: Charset | undefined
}

export type Core = {
  cols: number
  rows: number
  buffers: { normal: Screen; alt: Screen & { clear(): void }; active: Screen }
  coreService: {
    isCursorHidden: boolean
    modes: { insertMode: boolean }
    decPrivateModes: {
      applicationCursorKeys: boolean
      applicationKeypad: boolean
      bracketedPasteMode: boolean
      cursorBlink: boolean | undefined
      cursorStyle: 'block' | 'underline' | 'bar' | undefined
      origin: boolean
      reverseWraparound: boolean
      sendFocus: boolean
      wraparound: boolean
    }
  }
  coreMouseService: { activeProtocol: string; activeEncoding: string }
  optionsService: { rawOptions: { convertEol: boolean } }
  unicodeService: { charProperties(codepoint: number, preceding: number): number }
  _charsetService: { charset: Charset | undefined; glevel: number; _charsets: (Charset | undefined)[] }
  _oscLinkService: { getLinkData(id: number): { id?: string; uri: string } | undefined }
  _inputHandler: {
    _curAttrData: Attributes
    _windowTitle: string
    _parser: { precedingJoinState: number }
    /** At once, to its end; it never waits, since no handler of ours does. */
    parse(data: Uint8Array): unknown
    eraseInDisplay(params: { params: number[] }, respectProtect: boolean): boolean
  }
}

/** Throws when this xterm.js is built otherwise. */
export function inside(terminal: Terminal): Core {
  const core: unknown = Reflect.get(terminal, '_core')
  if (!isCore(core)) throw new Error('this xterm.js keeps its state elsewhere')
  return core
}

const parts = [
  'buffers',
  'coreService',
  'coreMouseService',
  'optionsService',
  'unicodeService',
  '_charsetService',
  '_oscLinkService',
  '_inputHandler',
]

function isCore(value: unknown): value is Core {
  return typeof value === 'object' && value !== null && parts.every((part) => part in value)
}

// Bits of a cell (xterm.js, common/buffer/Constants.ts).
export const contentMask = 0x3fffff
export const combinedMask = 0x200000
export const codepointMask = 0x1fffff
export const widthShift = 22
export const colourModeMask = 0x3000000
/** Of the background's number: colour alone, without italic, dim and the like. */
export const colourMask = 0x3ffffff
export const extendedFlag = 0x10000000
