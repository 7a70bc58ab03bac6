import { expect, test } from 'vitest'
import { clipboardWish, createCopyGate, largestCopyBytes } from './clipboard'

const base64 = (text: string) => Buffer.from(text).toString('base64')

test('a program’s text arrives whole', () => {
  expect(clipboardWish(`c;${base64('数据 ✓\nline 2')}`)).toEqual({ is: 'write', text: '数据 ✓\nline 2' })
  expect(clipboardWish(`;${base64('tmux')}`)).toEqual({ is: 'write', text: 'tmux' })
})

test.each(['c;?', ';?', 'c;rm -rf;?'])('%j never reads', (data) =>
  expect(clipboardWish(data).is).not.toBe('write'),
)

test.each(['', 'c', 'c;', 'c;%%%', 'c;not base64!'])('%j leaves the clipboard as it is', (data) =>
  expect(clipboardWish(data)).toEqual({ is: 'nothing' }),
)

test('a mebibyte is copied, and no byte more', () => {
  expect(clipboardWish(`c;${base64('x'.repeat(largestCopyBytes))}`).is).toBe('write')
  expect(clipboardWish(`c;${base64('x'.repeat(largestCopyBytes + 1))}`)).toEqual({ is: 'too-large' })
  expect(clipboardWish(`c;${'A'.repeat(9_000_000)}`)).toEqual({ is: 'too-large' })
})

test('one answer lasts for one text, unless the terminal was allowed', () => {
  const gate = createCopyGate(() => 0)
  expect(gate.decide()).toBe('ask')
  gate.answered('allow')
  expect(gate.decide()).toBe('ask')
  gate.answered('allow-always')
  expect(gate.decide()).toBe('copy')
})

test('after a refusal nothing is asked for a while', () => {
  let time = 1000
  const gate = createCopyGate(() => time)
  gate.answered('refuse')
  expect(gate.decide()).toBe('drop')
  time += 9_999
  expect(gate.decide()).toBe('drop')
  time += 1
  expect(gate.decide()).toBe('ask')
})
