// A window for the tests: reads a terminal's stream into xterm without a screen, and tells what would be seen.
import { Terminal, type IBufferCell } from '@xterm/headless'
import { z } from 'zod'
import { inProcessCarriers, openSink } from '../../../shared/bytes'
import type { StreamRegistry } from '../../services'
import { graphemeWidths } from '../widths'

export type Reader = {
  type(text: string): void
  /** Settles once the program's n-th mark is drawn. */
  marked(n: number): Promise<void>
  /** Settles once the screen so far is drawn. */
  replayed: Promise<void>
  rows(): string[]
  cursor(): [row: number, column: number]
  cell(row: number, column: number): string
  title(): string
  /** What DECSCUSR made of it; '' for the person's own. */
  cursorShape(): string
  /** What the terminal says to a question. */
  ask(question: string): Promise<string>
  leave(): void
}

export const markSequence = (n: number) => `\x1b]7777;${n}\x07`

export async function read(streams: StreamRegistry, terminalId: string): Promise<Reader> {
  const screen = new Terminal({ cols: 80, rows: 24, allowProposedApi: true })
  screen.loadAddon(await graphemeWidths())
  let title = ''
  screen.onTitleChange((next) => (title = next))
  const waiting = new Map<number, () => void>()
  let newest = 0
  screen.parser.registerOscHandler(7777, (n) => {
    newest = Number(n)
    waiting.get(newest)?.()
    return true
  })
  const [near, far] = inProcessCarriers()
  let left: number | null = null
  let settle: () => void = () => undefined
  const replayed = new Promise<void>((resolve) => (settle = resolve))
  const draw = (chunk: Uint8Array, acknowledge: (bytes: number) => void) =>
    screen.write(chunk, () => {
      acknowledge(chunk.length)
      if (left === null) return
      left -= chunk.length
      if (left <= 0) settle()
    })
  const sink = openSink(far, {
    onReplay: (bytes, { cols, rows }) => {
      screen.resize(cols, rows)
      left = bytes
      if (bytes === 0) settle()
    },
    onSize: ({ cols, rows }) => screen.write('', () => screen.resize(cols, rows)),
    onBytes: draw,
    onEnd: () => undefined,
  })
  streams.connect(`terminal/${terminalId}`, near)

  const buffer = () => screen.buffer.active
  const line = (row: number) => buffer().getLine(buffer().baseY + row - 1)
  return {
    type: (text) => sink.send(Buffer.from(text)),
    marked: (n) =>
      newest === n
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.set(n, resolve)
          }),
    replayed,
    rows: () => Array.from({ length: screen.rows }, (_, at) => line(at + 1)?.translateToString(true) ?? ''),
    cursor: () => [buffer().cursorY + 1, buffer().cursorX + 1],
    cell: (row, column) => describeCell(line(row)?.getCell(column - 1)),
    title: () => title,
    cursorShape: () => shapeOf(screen),
    ask: async (question) => {
      const heard: string[] = []
      const listening = screen.onData((data) => heard.push(data))
      await new Promise<void>((resolve) => screen.write(question, resolve))
      listening.dispose()
      return heard.join('')
    },
    leave: () => {
      sink.close()
      screen.dispose()
    },
  }
}

/** No question gets it out of xterm: DECRQSS answers with the setting of before. */
const InnerTerminalSchema = z.object({
  _core: z.object({
    coreService: z.object({
      decPrivateModes: z.object({ cursorStyle: z.string().optional(), cursorBlink: z.boolean().optional() }),
    }),
  }),
})

function shapeOf(screen: Terminal): string {
  const { cursorStyle, cursorBlink } = InnerTerminalSchema.parse(screen)._core.coreService.decPrivateModes
  return cursorStyle === undefined ? '' : `${cursorBlink === true ? 'blinking' : 'steady'} ${cursorStyle}`
}

/** xterm's cells know more than their type says: the kind and colour of an underline, and whose link they are. */
const InnerCellSchema = z.object({
  extended: z.object({ underlineStyle: z.number(), underlineColor: z.number(), urlId: z.number() }),
})
const kinds = ['', '', ':double', ':curly', ':dotted', ':dashed']

/** E.g. 'bold underline:curly#ff0000 fg=#ff8000 bg=4 link'; '' for plain. */
function describeCell(cell: IBufferCell | undefined): string {
  if (cell === undefined) return 'no such cell'
  const { extended } = InnerCellSchema.parse(cell)
  const { underlineStyle, underlineColor, urlId } = extended
  const underline = `${kinds[underlineStyle] ?? '?'}${underlineColour(underlineColor)}`
  const looks: [on: number | boolean, name: string][] = [
    [cell.isBold(), 'bold'],
    [cell.isDim(), 'dim'],
    [cell.isItalic(), 'italic'],
    // xterm shows a link by dashes of its own.
    [cell.isUnderline() && !(urlId !== 0 && underlineStyle === 5), `underline${underline}`],
    [cell.isBlink(), 'blink'],
    [cell.isInverse(), 'inverse'],
    [cell.isInvisible(), 'invisible'],
    [cell.isStrikethrough(), 'strikethrough'],
    [cell.isOverline(), 'overline'],
    [!cell.isFgDefault(), `fg=${cell.isFgRGB() ? hex(cell.getFgColor()) : cell.getFgColor()}`],
    [!cell.isBgDefault(), `bg=${cell.isBgRGB() ? hex(cell.getBgColor()) : cell.getBgColor()}`],
    [urlId, 'link'],
  ]
  return looks
    .filter(([on]) => Boolean(on))
    .map(([, name]) => name)
    .join(' ')
}

function underlineColour(packed: number): string {
  const mode = packed >> 24
  if (mode === 3) return hex(packed & 0xffffff)
  return mode === 0 ? '' : `#${packed & 0xff}`
}

const hex = (colour: number) => `#${colour.toString(16).padStart(6, '0')}`
