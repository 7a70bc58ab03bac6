import { expect, it } from 'vitest'
import { sizeOf } from './sh'

it('takes the size of the terminal, and a usual one where it has none', () => {
  expect(sizeOf({ columns: 117, rows: 31 })).toEqual({ cols: 117, rows: 31 })
  // A pseudoterminal of a script, and an output that is no terminal.
  expect(sizeOf({ columns: 0, rows: 0 })).toEqual({ cols: 80, rows: 24 })
  expect(sizeOf({})).toEqual({ cols: 80, rows: 24 })
})
