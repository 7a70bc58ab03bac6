// For tests: what programs print, at random.
import type { Terminal } from '@xterm/headless'
import fc from 'fast-check'
import { inside } from './inside'
import { resize as resizeTerminal } from './terminal'

export type Step = { is: 'print'; text: string } | { is: 'resize'; cols: number; rows: number }

const count = fc.integer({ min: 0, max: 9 })
const csi = (final: string, ...params: fc.Arbitrary<number | string>[]) =>
  fc.tuple(...params).map((values) => `\x1b[${values.join(';')}${final}`)

const words = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[ -~]{1,8}$/) },
  fc.constantFrom(
    '中',
    '文字',
    '日本語テキスト',
    '한국어',
    'é',
    'e\u0301',
    '。',
    '“”',
    '│─┌',
    '\u0301',
    '\u200d',
  ),
  fc.constantFrom('🚀', '👩‍💻', '🇨🇳', '🇨', '❤\ufe0f', '\ufe0f', '👍🏽', 'ก็', 'नि', '\u0600', '각'),
)

const moves = fc.oneof(
  fc.constantFrom('\r', '\n', '\r\n', '\r\n', '\b', '\t', '\x1bM', '\x1bD', '\x1bE', '\x1b[H', '\x0b'),
  csi('H', count, count),
  fc
    .constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'I', 'Z', 'd', 'e', 'a')
    .chain((final) => csi(final, count)),
)

const edits = fc.oneof(
  fc
    .constantFrom('K', 'J', '?K', '?J')
    .chain((final) =>
      fc.integer({ min: 0, max: 2 }).map((which) => `\x1b[${final.replace(/(\??)(.)/, `$1${which}$2`)}`),
    ),
  fc
    .constantFrom('L', 'M', 'P', '@', 'X', 'S', 'T', 'b', ' @', ' A', "'}", "'~")
    .chain((final) => csi(final, count)),
  fc.constantFrom('\x1b#8'),
)

const colour = fc.oneof(
  fc.integer({ min: 0, max: 255 }).map((index) => `8;5;${index}`),
  fc.tuple(count, count, count).map((rgb) => `8;2;${rgb.join(';')}`),
)
const styles = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '7',
    '8',
    '9',
    '21',
    '22',
    '23',
    '24',
    '27',
    '4:3',
    '53',
    '55',
    '39',
    '49',
  ),
  fc.integer({ min: 30, max: 37 }).map(String),
  fc.integer({ min: 40, max: 47 }).map(String),
  fc.integer({ min: 90, max: 107 }).map(String),
  fc.tuple(fc.constantFrom('3', '4', '5'), colour).map((parts) => parts.join('')),
)
const pens = fc.oneof(
  styles.map((style) => `\x1b[${style}m`),
  fc.constantFrom(
    '\x1b[m',
    '\x1b[1"q',
    '\x1b[0"q',
    '\x1b]8;;https://a.b/c;d\x1b\\',
    '\x1b]8;id=x;http://e\x07',
    '\x1b]8;;\x1b\\',
  ),
)

const states = fc.oneof(
  csi('r', count, count),
  fc.constantFrom('\x1b7', '\x1b8', '\x1b[s', '\x1b[u', '\x1bH', '\x1b[g', '\x1b[3g'),
  fc.constantFrom('\x1b(0', '\x1b)0', '\x1b(B', '\x1b*A', '\x0e', '\x0f', '\x1bn'),
  fc.constantFrom(
    '\x1b[?47h',
    '\x1b[?47l',
    '\x1b[?1049h',
    '\x1b[?1049l',
    '\x1b[?1047h',
    '\x1b[?1047l',
    '\x1b[?1048h',
    '\x1b[?1048l',
  ),
  fc
    .tuple(
      fc.constantFrom(1, 6, 7, 9, 12, 25, 45, 66, 1000, 1002, 1003, 1004, 1006, 1016, 2004),
      fc.constantFrom('h', 'l'),
    )
    .map(([mode, set]) => `\x1b[?${mode}${set}`),
  fc.tuple(fc.constantFrom(4, 20), fc.constantFrom('h', 'l')).map(([mode, set]) => `\x1b[${mode}${set}`),
  fc.integer({ min: 0, max: 6 }).map((shape) => `\x1b[${shape} q`),
  fc.constantFrom(
    '\x1b=',
    '\x1b>',
    '\x1bc',
    '\x1b[!p',
    '\x1b]2;title\x07',
    '\x1b]4;1;#abcdef\x07',
    '\x1b[3J',
  ),
)

const print = fc
  .oneof(
    { weight: 8, arbitrary: words },
    { weight: 5, arbitrary: moves },
    { weight: 3, arbitrary: edits },
    { weight: 4, arbitrary: pens },
    { weight: 2, arbitrary: states },
  )
  .map((text): Step => ({ is: 'print', text }))

export const sizes = fc.record({
  cols: fc.integer({ min: 2, max: 12 }),
  rows: fc.integer({ min: 1, max: 6 }),
})
const resize = sizes.map((size): Step => ({ is: 'resize', ...size }))

export const programs = (maxLength: number) =>
  fc.array(fc.oneof({ weight: 30, arbitrary: print }, { weight: 1, arbitrary: resize }), { maxLength })

export function run(terminal: Terminal, steps: readonly Step[]): void {
  const core = inside(terminal)
  for (const step of steps) {
    if (step.is === 'print') core._inputHandler.parse(Buffer.from(step.text))
    else {
      resizeTerminal(terminal, step)
      // A cluster that a resize interrupts is not told apart.
      core._inputHandler.parse(Buffer.from('\0'))
    }
  }
}
