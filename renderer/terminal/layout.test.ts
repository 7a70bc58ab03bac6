import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  activate,
  activateTab,
  activeTab,
  dropEarlier,
  emptyLayout,
  focusPane,
  moveTab,
  paneOf,
  place,
  reconcile,
  resize,
  stepTab,
  tabOf,
  terminalsOf,
  toggleMaximised,
  toOwnTab,
  withoutTerminal,
  type Layout,
  type Where,
} from './layout'
import { neighbour, placesOf } from './layout-places'
import { panesOf, type Pane, type PaneTree } from './layout-tree'

const ids = Array.from('abcdefgh')
const pane = (terminal: string): Pane => ({ is: 'pane', terminal, earlier: null, wish: null })
const put = (layout: Layout, terminal: string, where: Where = { is: 'tab' }) =>
  place(layout, pane(terminal), where)
const right = (terminal: string): Where => ({ is: 'beside', terminal, along: 'row' })
const below = (terminal: string): Where => ({ is: 'beside', terminal, along: 'column' })
const order = (layout: Layout) => layout.tabs.map(({ tree }) => panesOf(tree).map((each) => each.terminal))

/** What holds of any layout, however it came about. */
function expectInOrder(layout: Layout) {
  const placed = terminalsOf(layout)
  expect(new Set(placed).size).toBe(placed.length)
  expect(new Set(layout.tabs.map(({ id }) => id)).size).toBe(layout.tabs.length)
  expect(activeTab(layout) === null).toBe(layout.tabs.length === 0)
  for (const tab of layout.tabs) {
    const panes = panesOf(tab.tree)
    expect(panes.map(({ terminal }) => terminal)).toContain(tab.active)
    if (tab.maximised) expect(panes.length).toBeGreaterThan(1)
    expectTreeInOrder(tab.tree)
    const { panes: places } = placesOf({ ...tab, maximised: false })
    const area = places.reduce((sum, each) => sum + each.area.width * each.area.height, 0)
    expect(area).toBeCloseTo(1, 4)
  }
}

function expectTreeInOrder(tree: PaneTree) {
  if (tree.is === 'pane') return
  expect(tree.parts.length).toBeGreaterThan(1)
  expect(tree.parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1, 5)
  for (const { share, node } of tree.parts) {
    expect(share).toBeGreaterThan(0)
    if (node.is === 'split') expect(node.along).not.toBe(tree.along)
    expectTreeInOrder(node)
  }
}

const terminal = fc.constantFrom(...ids)
const number = fc.integer({ min: 0, max: 9 })
const verb: fc.Arbitrary<(layout: Layout) => Layout> = fc.oneof(
  terminal.map((id) => (layout: Layout) => put(layout, id)),
  fc.tuple(terminal, terminal, fc.boolean()).map(
    ([id, at, row]) =>
      (layout: Layout) =>
        put(layout, id, row ? right(at) : below(at)),
  ),
  fc.tuple(terminal, terminal, fc.boolean()).map(
    ([id, of, keep]) =>
      (layout: Layout) =>
        put(layout, id, { is: 'instead', of, keep }),
  ),
  terminal.map((id) => (layout: Layout) => withoutTerminal(layout, id)),
  terminal.map((id) => (layout: Layout) => activate(layout, id)),
  terminal.map((id) => (layout: Layout) => focusPane(layout, id)),
  terminal.map((id) => (layout: Layout) => toOwnTab(layout, id)),
  terminal.map((id) => (layout: Layout) => toggleMaximised(layout, id)),
  terminal.map((id) => (layout: Layout) => dropEarlier(layout, id)),
  fc.constantFrom(1 as const, -1 as const).map((step) => (layout: Layout) => stepTab(layout, step)),
  number.map((id) => (layout: Layout) => activateTab(layout, id)),
  fc.tuple(number, number).map(
    ([id, to]) =>
      (layout: Layout) =>
        moveTab(layout, id, to - 1),
  ),
  fc
    .tuple(
      number,
      fc.array(fc.nat(2), { maxLength: 2 }),
      fc.nat(3),
      fc.double({ min: -1, max: 1, noNaN: true }),
    )
    .map(
      ([tab, path, index, by]) =>
        (layout: Layout) =>
          resize(layout, { tab, path, index }, by),
    ),
  fc.subarray(ids).map((there) => (layout: Layout) => reconcile(layout, there)),
)
const anyLayout = fc
  .array(verb, { maxLength: 30 })
  .map((verbs) => verbs.reduce((layout, each) => each(layout), emptyLayout))

describe('whatever is done', () => {
  test('a layout stays in order', () => {
    fc.assert(
      fc.property(fc.array(verb, { maxLength: 30 }), (verbs) => {
        let layout = emptyLayout
        for (const each of verbs) {
          layout = each(layout)
          expectInOrder(layout)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('reconciled, it shows exactly the terminals that there are, each once', () => {
    fc.assert(
      fc.property(anyLayout, fc.subarray(ids), (layout, there) => {
        const reconciled = reconcile(layout, there)
        expect([...terminalsOf(reconciled)].sort()).toEqual([...there].sort())
        expectInOrder(reconciled)
        // What is in order comes back as it is: no screen is drawn again for nothing.
        expect(reconcile(reconciled, there)).toBe(reconciled)
      }),
      { numRuns: 300 },
    )
  })

  test('going from pane to pane and back in a tab never leaves it', () => {
    fc.assert(
      fc.property(anyLayout, fc.constantFrom('left', 'right', 'up', 'down'), (layout, direction) => {
        for (const tab of layout.tabs) {
          const to = neighbour(tab, direction)
          if (to === null) continue
          expect(to).not.toBe(tab.active)
          expect(tabOf(layout, to)).toBe(tab)
          const back = { left: 'right', right: 'left', up: 'down', down: 'up' } as const
          expect(neighbour({ ...tab, active: to }, back[direction])).not.toBeNull()
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('tabs', () => {
  const three = ['a', 'b', 'c'].reduce((layout, id) => put(layout, id), emptyLayout)

  test('a new tab stands after the one looked at, and is looked at', () => {
    const layout = put(activate(three, 'a'), 'd')
    expect(order(layout)).toEqual([['a'], ['d'], ['b'], ['c']])
    expect(activeTab(layout)?.active).toBe('d')
  })

  test('a terminal opened elsewhere gets a tab at the end and takes nobody away from theirs', () => {
    const layout = reconcile(activate(three, 'a'), ['a', 'b', 'c', 'x'])
    expect(order(layout)).toEqual([['a'], ['b'], ['c'], ['x']])
    expect(activeTab(layout)?.active).toBe('a')
  })

  test('closing the tab looked at leads to the one that takes its place', () => {
    expect(activeTab(withoutTerminal(activate(three, 'b'), 'b'))?.active).toBe('c')
    expect(activeTab(withoutTerminal(three, 'c'))?.active).toBe('b')
  })

  test('they can be put in another order, and walked round and round', () => {
    const id = tabOf(three, 'c')?.id ?? 0
    expect(order(moveTab(three, id, 0))).toEqual([['c'], ['a'], ['b']])
    expect(order(moveTab(three, id, 99))).toEqual([['a'], ['b'], ['c']])
    expect(activeTab(stepTab(three, 1))?.active).toBe('a')
  })
})

describe('panes', () => {
  const split = put(put(put(put(emptyLayout, 'a'), 'b', right('a')), 'c', below('b')), 'd', below('c'))

  test('splitting the same way again makes one column of three', () => {
    const tree = activeTab(split)?.tree
    expect(tree).toMatchObject({
      along: 'row',
      parts: [{ node: { terminal: 'a' } }, { node: { along: 'column' } }],
    })
    expect(order(split)).toEqual([['a', 'b', 'c', 'd']])
  })

  test('the keyboard goes where the arrow points', () => {
    const from = (id: string) => {
      const tab = tabOf(split, id)
      return (direction: 'left' | 'right' | 'up' | 'down') =>
        tab && neighbour({ ...tab, active: id }, direction)
    }
    expect(['left', 'right', 'up', 'down'].map((way) => from('c')(way as 'left'))).toEqual([
      'a',
      null,
      'b',
      'd',
    ])
    // The half of the column faces more of it than the quarters below.
    expect(from('a')('right')).toBe('b')
  })

  test('a bar moves the two beside it alone, and never shuts one', () => {
    const id = activeTab(split)?.id ?? 0
    const shares = (layout: Layout) =>
      placesOf(layout.tabs[0] ?? never()).panes.map(({ area }) => area.height)
    const moved = resize(split, { tab: id, path: [1], index: 0 }, 0.1)
    expect(shares(moved).map((share) => share.toFixed(2))).toEqual(['1.00', '0.60', '0.15', '0.25'])
    expect(Math.min(...shares(resize(split, { tab: id, path: [1], index: 0 }, 5)))).toBeGreaterThan(0.05)
  })

  test('one taken to its own tab leaves its space to the others', () => {
    const layout = toOwnTab(split, 'a')
    expect(order(layout)).toEqual([['b', 'c', 'd'], ['a']])
    expect(layout.tabs[0]?.tree).toMatchObject({ along: 'column' })
    expect(activeTab(layout)?.active).toBe('a')
  })

  test('a maximised one stands alone until the keyboard goes to another', () => {
    const layout = toggleMaximised(split, 'b')
    const shown = (at: Layout) => placesOf(activeTab(at) ?? never()).panes.map((each) => each.pane.terminal)
    expect(shown(layout)).toEqual(['b'])
    expect(shown(focusPane(layout, 'a'))).toHaveLength(4)
    expect(shown(put(layout, 'e', right('b')))).toHaveLength(5)
  })

  test('one opened in place of an ended one stands in its pane, with the old screen above it where it is kept', () => {
    const layout = put(split, 'e', { is: 'instead', of: 'c', keep: true })
    expect(order(layout)).toEqual([['a', 'b', 'e', 'd']])
    expect(paneOf(layout, 'e')).toMatchObject({ earlier: 'c' })
    expect(reconcile(layout, ids)).toMatchObject({ tabs: { length: 4 } })
    expect(order(put(split, 'e', { is: 'instead', of: 'c', keep: false }))).toEqual([['a', 'b', 'e', 'd']])
  })
})

function never(): never {
  throw new Error('There is no tab')
}
