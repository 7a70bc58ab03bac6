import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planPaste, visible } from './paste'

const plain = { bracketed: false, warn: true }
const bracketed = { bracketed: true, warn: true }

const sent = (text: string, options = plain) => {
  const plan = planPaste(text, options)
  return plan.is === 'send' ? plan.data : plan
}

describe('into a program that takes each line as it comes', () => {
  test('a piece of a line is sent as it is', () => {
    expect(sent('git status 中文 🚀\t')).toBe('git status 中文 🚀\t')
  })

  test.each([
    ['ls\n', 1],
    ['ls\r\n', 1],
    ['a\nb', 2],
    ['a\nb\n', 2],
    ['a\r\nb\r\nc', 3],
    ['\n\n', 2],
  ])('%j is asked about: so many lines would run', (text, lines) =>
    expect(planPaste(text, plain)).toMatchObject({ is: 'ask', lines, controls: 0 }),
  )

  test('lines are not asked about when the settings say so, and Enter is what ends them', () => {
    expect(sent('a\r\nb\n', { bracketed: false, warn: false })).toBe('a\rb\r')
  })

  test('control characters are asked about whatever the settings say', () => {
    for (const warn of [true, false])
      expect(planPaste('echo hi\u0003\u001b[A', { bracketed: false, warn })).toMatchObject({
        is: 'ask',
        lines: 0,
        controls: 2,
        preview: 'echo hi␃␛[A',
        clean: 'echo hi[A',
        whole: 'echo hi\u0003\u001b[A',
      })
  })

  test('the preview is short however long the text is, and says that there is more', () => {
    const lines = planPaste('line\n'.repeat(100_000), plain)
    expect(lines).toMatchObject({ is: 'ask', lines: 100_000, more: true })
    expect(lines.is === 'ask' && lines.preview.split('\n').length).toBe(8)
    const long = planPaste(`${'x'.repeat(5_000_000)}\n`, plain)
    expect(long.is === 'ask' && long.preview.length).toBe(160)
    expect(planPaste('a\nb', plain)).toMatchObject({ preview: 'a\nb', more: false })
  })
})

describe('into a program that brackets', () => {
  test('several lines are sent at once, unasked', () => {
    expect(sent('a\nb\n', bracketed)).toBe('\u001b[200~a\rb\r\u001b[201~')
  })

  test.each([
    'safe\u001b[201~\nrm -rf ~\n',
    '\u009b201~rm -rf ~\r',
    '\u001b\u001b[201~[201~x',
    'a\u0003b\u0004c\u0000\u007f',
  ])('%j cannot leave its bracket', (text) => {
    const data = sent(text, bracketed)
    if (typeof data !== 'string') throw new Error('it was asked about')
    const inside = data.slice(6, -6)
    expect(data).toBe(`\u001b[200~${inside}\u001b[201~`)
    expect(inside).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/)
  })

  test('no text at all leaves its bracket', () => {
    const character = fc.constantFrom('\u001b', '[', '2', '0', '1', '~', '\n', '\r', '\u009b', 'a', '中')
    fc.assert(
      fc.property(fc.array(character), (characters) => {
        const data = sent(characters.join(''), bracketed)
        return typeof data === 'string' && data.indexOf('\u001b', 1) === data.length - 6
      }),
    )
  })
})

test('control characters can be seen', () => {
  expect(visible('\u001b[31m\u0007\u007f\u0085 ok')).toBe('␛[31m␇␡\ufffd ok')
  expect(visible('rm a\u202etxt.\u200b\n')).toBe('rm a\\u{202e}txt.\\u{200b}\n')
})
