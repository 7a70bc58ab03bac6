import { describe, expect, test } from 'vitest'
import { withTab, withoutTab, type Places } from './places'

const a = { containerId: 'a', name: 'vision' }
const b = { containerId: 'b', name: 'llm' }
const at = (containerId: string): Places['place'] => ({ room: 'workspace', containerId, show: 'jupyter' })

describe('open environments', () => {
  test('an environment has one tab, however often it is opened', () => {
    expect(withTab([a, b], { ...a, name: 'renamed' })).toEqual([{ ...a, name: 'renamed' }, b])
  })

  test('closing the tab one stands in leads to its neighbour', () => {
    expect(withoutTab({ place: at('a'), tabs: [a, b] }, 'a')).toEqual({ place: at('b'), tabs: [b] })
    expect(withoutTab({ place: at('b'), tabs: [a, b] }, 'b')).toEqual({ place: at('a'), tabs: [a] })
  })

  test('closing the last tab leads to Launch', () => {
    expect(withoutTab({ place: at('a'), tabs: [a] }, 'a')).toEqual({ place: { room: 'launch' }, tabs: [] })
  })

  test('closing another tab leaves one where one is', () => {
    expect(withoutTab({ place: { room: 'gpus' }, tabs: [a, b] }, 'a')).toEqual({
      place: { room: 'gpus' },
      tabs: [b],
    })
  })
})
