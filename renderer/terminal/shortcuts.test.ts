import { expect, test } from 'vitest'
import { commandOf, keysOf, type Key, type KeyMode } from './shortcuts'

function press(chord: string): Key {
  const parts = chord.split('+')
  const key = parts.at(-1) ?? ''
  return {
    key,
    code: key.length === 1 ? `Key${key.toUpperCase()}` : key,
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Cmd'),
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
    isComposing: false,
  }
}
const pressed = (chord: string, mode: KeyMode = 'desktop', panes = 2) =>
  commandOf(press(chord), { mode, panes })

test.each([
  ['Ctrl+Shift+T', { is: 'open' }],
  ['Cmd+Shift+T', { is: 'open' }],
  ['Ctrl+Shift+w', { is: 'close' }],
  ['Ctrl+Shift+E', { is: 'split', along: 'row' }],
  ['Ctrl+Shift+O', { is: 'split', along: 'column' }],
  ['Alt+ArrowLeft', { is: 'focus', direction: 'left' }],
  ['Ctrl+PageDown', { is: 'tab', step: 1 }],
  ['Ctrl+Shift+PageUp', { is: 'move-tab', step: -1 }],
  ['Ctrl+Shift+Enter', { is: 'maximise' }],
  ['Ctrl+Shift+M', { is: 'menu' }],
])('%s arranges', (chord, command) => expect(pressed(chord)).toEqual(command))

test.each([
  't',
  'Ctrl+t',
  'Alt+T',
  'Alt+Shift+T',
  'Ctrl+Alt+Shift+T',
  'PageUp',
  'Ctrl+Shift+C',
  'Ctrl+Shift+ArrowUp',
])('%s is the program’s', (chord) => expect(pressed(chord)).toBeNull())

test('what a browser keeps to itself is on Alt there', () => {
  expect(pressed('Alt+Shift+T', 'browser')).toEqual({ is: 'open' })
  expect(pressed('Alt+Shift+W', 'browser')).toEqual({ is: 'close' })
  expect(pressed('Alt+PageUp', 'browser')).toEqual({ is: 'tab', step: -1 })
  expect(pressed('Alt+PageUp')).toBeNull()
  expect([keysOf('open', 'browser'), keysOf('open', 'desktop'), keysOf('row', 'browser')]).toEqual([
    'Alt+Shift+T',
    'Ctrl+Shift+T',
    'Ctrl+Shift+E',
  ])
})

test('alone in its tab a program has Alt and the arrows, and nothing to maximise', () => {
  expect([pressed('Alt+ArrowLeft', 'desktop', 1), pressed('Ctrl+Shift+Enter', 'desktop', 1)]).toEqual([
    null,
    null,
  ])
})

test('an input method keeps its keys, and letters of other scripts count by their place', () => {
  expect(commandOf({ ...press('Ctrl+Shift+T'), isComposing: true }, { mode: 'desktop', panes: 1 })).toBeNull()
  expect(
    commandOf({ ...press('Ctrl+Shift+T'), key: 'Е', code: 'KeyT' }, { mode: 'desktop', panes: 1 }),
  ).toEqual({ is: 'open' })
})
