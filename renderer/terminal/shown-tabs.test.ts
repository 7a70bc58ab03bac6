import { expect, test } from 'vitest'
import type { Terminal } from '../../shared/contract/terminals'
import { emptyLayout, place, type Tab } from './layout'
import { shownTab, titleOf } from './shown-tabs'

const terminal = (id: string, changes: Partial<Terminal> = {}): Terminal => ({
  id,
  target: { is: 'host' },
  label: 'vision',
  name: null,
  program: '/bin/bash',
  user: null,
  carrier: 'engine',
  openedAt: 0,
  size: { cols: 80, rows: 24 },
  state: { is: 'running' },
  ...changes,
})
const pane = (id: string) => ({ is: 'pane', terminal: id, earlier: null, wish: null }) as const
const split = place(place(emptyLayout, pane('a'), { is: 'tab' }), pane('b'), {
  is: 'beside',
  terminal: 'a',
  along: 'row',
}).tabs[0] as Tab

test('a given name goes before the program’s title, and that before the label', () => {
  const titles = new Map([['a', 'vim train.py']])
  expect(titleOf(terminal('a', { name: 'training' }), titles)).toBe('training')
  expect(titleOf(terminal('a'), titles)).toBe('vim train.py')
  expect(titleOf(terminal('b'), titles)).toBe('vision')
  expect(titleOf(terminal('b'), new Map([['b', ' ']]))).toBe('vision')
})

test('a tab of several panes speaks for the active one, counts them, and rings for any', () => {
  const told = {
    terminals: [terminal('a'), terminal('b', { name: 'logs', user: 'root' })],
    titles: new Map(),
    unseen: new Map([['a', 'bell'] as const, ['b', 'output'] as const]),
  }
  expect(shownTab(split, told)).toMatchObject({
    title: 'logs',
    name: 'logs',
    about: 'logs\nvision\n/bin/bash · root',
    panes: 2,
    ended: false,
    unseen: 'bell',
  })
})

test('a tab has ended when all its panes have', () => {
  const over = { state: { is: 'exited', code: 0 } } as const
  const told = { titles: new Map(), unseen: new Map() }
  expect(shownTab(split, { ...told, terminals: [terminal('a'), terminal('b', over)] }).ended).toBe(false)
  expect(shownTab(split, { ...told, terminals: [terminal('a', over), terminal('b', over)] }).ended).toBe(true)
})
