import { describe, expect, test } from 'vitest'
import { howToOpen } from './how-to-open'

type Kernel = { notebook: string | null; state: 'idle' | 'busy'; connections: number }
const how = (...kernels: Kernel[]) => howToOpen('a.ipynb', 'c1', [{ containerId: 'c1', kernels }])

describe('a notebook that is asked for while JupyterLab is open', () => {
  test('is loaded when nothing runs and nobody shows it', () => {
    expect(how()).toBe('load')
    expect(how({ notebook: 'a.ipynb', state: 'busy', connections: 0 })).toBe('load')
    expect(how({ notebook: 'b.ipynb', state: 'idle', connections: 1 })).toBe('load')
  })

  test('is pointed at when it is open already', () => {
    expect(how({ notebook: 'a.ipynb', state: 'busy', connections: 1 })).toBe('already-open')
  })

  test('is asked about while a cell of another one prints into the page', () => {
    expect(how({ notebook: 'b.ipynb', state: 'busy', connections: 2 })).toBe('would-lose')
  })

  test('waits until the kernels are known; a server that is silent shows nothing that could be lost', () => {
    expect(howToOpen('a.ipynb', 'c1', null)).toBeNull()
    expect(howToOpen('a.ipynb', 'c1', [])).toBeNull()
    expect(howToOpen('a.ipynb', 'c1', [{ containerId: 'c1', kernels: null }])).toBe('load')
  })
})
