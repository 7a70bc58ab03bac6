import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { everythingOf, isBeyondWords } from './comparing.test-support'
import { inside } from './inside'
import { createMirror, type Mirror } from './mirror'
import { programs, run, sizes } from './programs.test-support'
import { loadTerminal } from './terminal'

const openTerminal = await loadTerminal()
const scrollback = 6
/** Parses only when asked, or when more than this many bytes wait. */
const limits = (pendingBytes: number) => ({ pendingBytes, silenceMilliseconds: 1e6 })

function mirrorOf(size: { cols: number; rows: number }, pendingBytes: number) {
  const answers: string[] = []
  const mirror = createMirror({
    openTerminal,
    size,
    scrollback,
    onAnswer: (text) => answers.push(text),
    onFailure: (error) => {
      throw error
    },
    limits: limits(pendingBytes),
  })
  return { mirror, answers }
}

function seen(mirror: Mirror, size: { cols: number; rows: number }) {
  const terminal = openTerminal(size, scrollback)
  inside(terminal)._inputHandler.parse(mirror.screen())
  mirror.close()
  return terminal
}

const colours = fc.constantFrom(
  '\x1b[31m',
  '\x1b[0m',
  '\x1b[m',
  '\x1b[1;44m',
  '\x1b[48;5;9m',
  '\x1b[38;2;1;2;3m',
  '\x1b[4:3m',
  '\x1b[;7m',
)
const ends = fc.constantFrom('\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r', '\r\n\r\n')
/** Logs as programs write them: coloured, Chinese, with a bar that redraws its line, and now and then anything else. */
const logs = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.tuple(colours, fc.stringMatching(/^[ -~]{0,14}$/), ends) },
      { weight: 6, arbitrary: fc.tuple(fc.constantFrom('训练完成。', '日本', 'é🚀', '“a”…'), colours, ends) },
      {
        weight: 3,
        arbitrary: fc.tuple(
          fc.constantFrom('\r 45%|███  | 4/9', '\rdone\x1b[K', '\t|', 'a\b\b', '\x1b[3Gx', '\x07'),
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(
          fc.constantFrom(
            '\x1b[2J\x1b[H',
            '\x1b[2;3r',
            '\x1b[r',
            '\x1b[?1049h',
            '\x1b[?1049l',
            '\x1b[4h',
            '\x1b[4l',
            '\x1b[?7l',
            '\x1b[?7h',
            '\x1b(0',
            '\x1b(B',
            '\x0e',
            '\x1b]0;t\x07',
            '\x1b]8;;http://a\x1b\\',
            '\x1b[A',
            '\x1b7',
            '\x1b8',
            '\u0085',
            '\x1bP+q\x1b\\',
            '\x7f',
          ),
        ),
      },
    ),
    { minLength: 20, maxLength: 400 },
  )
  .map((parts) => Buffer.from(parts.flat().join('')))

describe('a mirror', () => {
  test('shows of a log exactly what a terminal shows that reads all of it, in any chunking', () => {
    let skipped = 0
    fc.assert(
      fc.property(
        sizes,
        logs,
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 3000 }),
        (size, log, chunk, pending) => {
          const whole = openTerminal(size, scrollback)
          inside(whole)._inputHandler.parse(log)
          const { mirror } = mirrorOf(size, pending)
          mirror.audience(true)
          for (let at = 0; at < log.length; at += chunk) mirror.write(log.subarray(at, at + chunk))
          const parsed = seen(mirror, size)
          if (isBeyondWords(whole)) skipped += 1
          else expect(everythingOf(parsed, 'no links')).toEqual(everythingOf(whole, 'no links'))
        },
      ),
      { numRuns: 300 },
    )
    expect(skipped).toBeLessThan(30)
  })

  test('goes on exactly where a sequence or a character was cut', () => {
    fc.assert(
      fc.property(sizes, programs(12), fc.nat(), (size, steps, where) => {
        const bytes = Buffer.from(steps.map((step) => (step.is === 'print' ? step.text : '')).join(''))
        const cut = bytes.length === 0 ? 0 : where % bytes.length
        const whole = openTerminal(size, scrollback)
        const { mirror } = mirrorOf(size, 1e6)
        mirror.audience(true)
        mirror.write(bytes.subarray(0, cut))
        const parsed = seen(mirror, size)
        inside(whole)._inputHandler.parse(bytes.subarray(0, cut))
        const isOut = isBeyondWords(whole)
        for (const terminal of [whole, parsed]) inside(terminal)._inputHandler.parse(bytes.subarray(cut))
        if (!isOut) expect(everythingOf(parsed, 'no links')).toEqual(everythingOf(whole, 'no links'))
      }),
      { numRuns: 300 },
    )
  })

  test('follows a terminal through every size', () => {
    fc.assert(
      fc.property(sizes, programs(30), (size, steps) => {
        const whole = openTerminal(size, scrollback)
        const { mirror } = mirrorOf(size, 200)
        run(whole, steps)
        for (const step of steps) {
          if (step.is === 'print') mirror.write(Buffer.from(step.text))
          else {
            mirror.resize(step)
            mirror.write(Buffer.from('\0'))
          }
        }
        if (isBeyondWords(whole)) return
        expect(everythingOf(seen(mirror, { cols: whole.cols, rows: whole.rows }), 'no links')).toEqual(
          everythingOf(whole, 'no links'),
        )
      }),
    )
  })

  test('answers a program’s questions while nobody is there, and only then', () => {
    const { mirror, answers } = mirrorOf({ cols: 20, rows: 5 }, 1e6)
    mirror.write(Buffer.from('ab\x1b['))
    mirror.write(Buffer.from('6n'))
    expect(answers).toEqual(['\x1b[1;3R'])
    mirror.write(Buffer.from('c\x1b[c'))
    mirror.audience(true)
    expect(answers).toEqual(['\x1b[1;3R', '\x1b[?1;2c'])
    mirror.write(Buffer.from('\x1b[c'))
    mirror.audience(false)
    expect(answers).toHaveLength(2)
    mirror.close()
  })
})
