import { expect, test } from 'vitest'
import { keyCommand, opensLinks, type KeyPress } from './keys'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  ...{ key, code: '', ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, isComposing: false },
  ...held,
})
const ctrl = { ctrlKey: true }
const both = { ctrlKey: true, shiftKey: true }

test.each([
  [press('C', both), 'copy'],
  [press('V', both), 'paste'],
  [press('F', both), 'find'],
  // A Russian layout: the letter is another one, the key the same.
  [press('С', { ...both, code: 'KeyC' }), 'copy'],
  // Dvorak: the letter counts, not its place.
  [press('C', { ...both, code: 'KeyI' }), 'copy'],
  [press('=', ctrl), 'zoom-in'],
  [press('+', both), 'zoom-in'],
  [press('+', ctrl), 'zoom-in'],
  [press('-', ctrl), 'zoom-out'],
  [press('0', ctrl), 'zoom-reset'],
] as const)('%j is the terminal’s own', (key, command) => expect(keyCommand(key, false)).toBe(command))

test.each([
  press('c', ctrl),
  press('v', ctrl),
  press('f', ctrl),
  press('k', ctrl),
  press('_', both),
  press('C', { shiftKey: true }),
  press('C', { ...both, altKey: true }),
  press('C', { ...both, isComposing: true }),
  press('Process', { ...both, code: 'KeyC' }),
  press('-'),
  press('0'),
  press('Escape'),
])('%j goes to the program', (key) => expect(keyCommand(key, false)).toBeNull())

test('on a Mac Cmd alone does it, and Ctrl stays the program’s', () => {
  expect(keyCommand(press('c', { metaKey: true }), true)).toBe('copy')
  expect(keyCommand(press('-', { metaKey: true }), true)).toBe('zoom-out')
  expect(keyCommand(press('C', both), true)).toBeNull()
  expect(keyCommand(press('c', ctrl), true)).toBeNull()
})

test('links open with the key that other terminals use', () => {
  expect(opensLinks({ ctrlKey: true, metaKey: false }, false)).toBe(true)
  expect(opensLinks({ ctrlKey: false, metaKey: false }, false)).toBe(false)
  expect(opensLinks({ ctrlKey: true, metaKey: false }, true)).toBe(false)
})
