import { expect, test } from 'vitest'
import { emptyLayout, terminalsOf } from './layout'
import { begin, giveUp, leave, opened, settle, stay, type Held } from './layout-held'

const nothing: Held = { layout: emptyLayout, expected: [], leaving: [], opening: 0 }
const shown = (held: Held) => terminalsOf(held.layout)
const pane = (terminal: string) => ({ is: 'pane', terminal, earlier: null, wish: null }) as const

test('a terminal opened here stays placed before the list names it, and after', () => {
  const held = opened(begin(settle(nothing, ['a'])), pane('b'), { is: 'beside', terminal: 'a', along: 'row' })
  const before = settle(held, ['a'])
  expect(shown(before)).toEqual(['a', 'b'])
  expect(before.layout.tabs).toHaveLength(1)
  const after = settle(before, ['a', 'b'])
  expect(after.layout).toBe(before.layout)
  expect(shown(settle(after, ['a']))).toEqual(['a'])
})

test('while one is being opened here, a name that turns up waits: it may be that one', () => {
  const held = settle(begin(settle(nothing, ['a'])), ['a', 'b'])
  expect(shown(held)).toEqual(['a'])
  expect(shown(settle(giveUp(held), ['a', 'b']))).toEqual(['a', 'b'])
})

test('what is closed here is gone at once, and comes back if it could not be closed', () => {
  const held = settle(leave(settle(nothing, ['a', 'b']), 'a'), ['a', 'b'])
  expect(shown(held)).toEqual(['b'])
  expect(shown(settle(stay(held, 'a'), ['a', 'b']))).toEqual(['b', 'a'])
  expect(settle(held, ['b']).leaving).toEqual([])
})

test('an ended terminal whose pane another takes is not given a tab again', () => {
  const held = opened(begin(settle(nothing, ['a'])), pane('b'), { is: 'instead', of: 'a', keep: false })
  expect(shown(settle(held, ['a', 'b']))).toEqual(['b'])
})

test('nothing new changes nothing', () => {
  const held = settle(nothing, ['a', 'b'])
  expect(settle(held, ['a', 'b'])).toBe(held)
})
