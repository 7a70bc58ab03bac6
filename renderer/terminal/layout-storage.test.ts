import { expect, test } from 'vitest'
import { emptyLayout, place, reconcile, resize, toggleMaximised } from './layout'
import { keepLayout, readLayout } from './layout-storage'

function storage(content: Record<string, string> = {}): Storage {
  const kept = new Map(Object.entries(content))
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
    key: (at) => [...kept.keys()][at] ?? null,
    get length() {
      return kept.size
    },
  }
}

const wish = { program: '/bin/zsh', login: true, user: 'jovyan', workingDir: '/work' }
const pane = (terminal: string) => ({ is: 'pane', terminal, earlier: null, wish }) as const
const [a, b, c] = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'] as const

function arranged() {
  const beside = place(place(emptyLayout, pane(a), { is: 'tab' }), pane(b), {
    is: 'beside',
    terminal: a,
    along: 'column',
  })
  const sized = resize(beside, { tab: 1, path: [], index: 0 }, 0.13)
  return toggleMaximised(place(sized, pane(c), { is: 'tab' }), b)
}

test('tabs, splits, sizes, the active pane and wishes are read as they were kept', () => {
  const at = storage()
  keepLayout(at, 'one', arranged())
  expect(readLayout(at, 'one')).toEqual(arranged())
  expect(reconcile(readLayout(at, 'one'), [a, b, c])).toEqual(arranged())
  expect(readLayout(at, 'another')).toEqual(emptyLayout)
})

test('a target without terminals is forgotten, and so are those not looked at for longest', () => {
  const at = storage()
  for (let each = 0; each < 45; each++) keepLayout(at, `target ${each}`, arranged())
  keepLayout(at, 'target 44', emptyLayout)
  expect(readLayout(at, 'target 0')).toEqual(emptyLayout)
  expect(readLayout(at, 'target 44')).toEqual(emptyLayout)
  expect(readLayout(at, 'target 43')).toEqual(arranged())
  expect(at.getItem('berth.terminals')).not.toContain('target 44')
})

test.each([
  '',
  '{',
  '[]',
  '{"version":2,"layouts":[]}',
  '{"version":1,"layouts":[{"of":"one","layout":{"tabs":[{"id":1}]}}]}',
  '{"version":1,"layouts":[{"of":"one","layout":{"tabs":[],"active":"x"}}]}',
])('bad content is as good as none: %s', (content) => {
  expect(readLayout(storage({ 'berth.terminals': content }), 'one')).toEqual(emptyLayout)
})

test('a tree that does not hold together is mended by the terminals that there are', () => {
  const tree = {
    is: 'split',
    along: 'row',
    parts: [
      { share: 0.2, node: pane(a) },
      { share: 0.2, node: pane(a) },
    ],
  }
  const layout = { tabs: [{ id: 7, tree, active: c, maximised: true }], active: 3 }
  const at = storage({ 'berth.terminals': JSON.stringify({ version: 1, layouts: [{ of: 'one', layout }] }) })
  expect(reconcile(readLayout(at, 'one'), [a, b])).toMatchObject({
    tabs: [{ id: 7, tree: { is: 'pane', terminal: a }, active: a, maximised: false }, { id: 8 }],
    active: 7,
  })
})
