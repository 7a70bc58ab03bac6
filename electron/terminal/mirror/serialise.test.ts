import { Terminal } from '@xterm/headless'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { follow } from './followed'
import { everythingOf, isBeyondWords } from './comparing.test-support'
import { inside } from './inside'
import { programs, run, sizes } from './programs.test-support'
import { serialise } from './serialise'
import { loadTerminal } from './terminal'

const openTerminal = await loadTerminal()
const scrollback = 8
const closeLink = { is: 'print', text: '\x1b]8;;\x1b\\' } as const

function replayed(first: Terminal, outside: () => string): Terminal {
  const second = openTerminal({ cols: first.cols, rows: first.rows }, scrollback)
  inside(second)._inputHandler.parse(serialise(inside(first), outside()))
  return second
}

test('a terminal replayed is the same terminal, and stays the same whatever comes next', () => {
  let beyondWords = 0
  const runs = 400
  fc.assert(
    fc.property(sizes, programs(70), programs(25), (size, before, after) => {
      const first = openTerminal(size, scrollback)
      const outside = follow(first)
      run(first, before)
      if (isBeyondWords(first)) {
        beyondWords += 1
        return
      }
      const second = replayed(first, outside)
      expect(everythingOf(second, 'links')).toEqual(everythingOf(first, 'links'))
      for (const terminal of [first, second]) run(terminal, [closeLink, ...after])
      // How long a link lives depends on where it was opened.
      expect(everythingOf(second, 'no links')).toEqual(everythingOf(first, 'no links'))
    }),
    { numRuns: runs },
  )
  expect(beyondWords).toBeLessThan(runs / 20)
})

const printed = (text: string, size = { cols: 20, rows: 5 }) => {
  const terminal = openTerminal(size, scrollback)
  const outside = follow(terminal)
  run(terminal, [{ is: 'print', text }])
  return { terminal, outside }
}

test('says nothing of a terminal in which nothing happened', () => {
  const { terminal, outside } = printed('')
  expect(serialise(inside(terminal), outside())).toHaveLength(0)
})

test('says which title, colours and blinking a window was given, and takes back what was reset', () => {
  const { outside } = printed(
    '\x1b]0;vim\x07\x1b]4;1;#ff0000;2;rgb:0/0/0;3;?\x07\x1b]11;#000000;#ffffff\x07\x1b]104;2\x07\x1b]10;red\x07\x1b[?12h',
  )
  expect(outside()).toBe(
    '\x1b]2;vim\x1b\\\x1b]4;1;#ff0000\x1b\\\x1b]11;#000000\x1b\\\x1b]12;#ffffff\x1b\\\x1b[?12h',
  )
  expect(printed('\x1b]11;#000000\x07\x1b]111\x07\x1b]4;1;#ff0000\x07\x1b]104\x07').outside()).toBe('')
})

test('erasing up to the last cell of a screen that never scrolled does no harm', () => {
  const { terminal } = printed('\x1b[5;20Hx\x1b[1Jy', { cols: 20, rows: 5 })
  expect(terminal.buffer.active.getLine(4)?.isWrapped).toBe(false)
})

test('xterm.js keeps its state where we read it', () => {
  expect(() => inside(new Terminal({ allowProposedApi: true }))).not.toThrow()
})
