import { describe, expect, it } from 'vitest'
import { negotiate } from './versions'

describe('negotiate', () => {
  it.each([
    ['1.41', '1.12', '1.41', '1.41'],
    ['1.43', '1.24', '1.43', '1.43'],
    ['1.44', '1.24', '1.44', '1.44'],
    ['1.51', '1.24', '1.44', '1.51'],
    ['1.55', '1.40', '1.44', '1.55'],
    ['1.60', '1.44', '1.44', '1.55'],
    ['1.60', '1.46', '1.46', '1.55'],
    ['1.44', '', '1.44', '1.44'],
  ])(
    'an engine of %s (least %s) is spoken to in %s, its facts asked for in %s',
    (theirs, minimum, spoken, newestCommon) => {
      expect(negotiate(theirs, minimum)).toEqual({ spoken, newestCommon })
    },
  )

  it.each([
    ['1.40', '1.12'],
    ['1.60', '1.56'],
    ['', ''],
    ['2.0', '2.0'],
  ])('there is nothing in common with %s (least %s)', (theirs, minimum) => {
    expect(negotiate(theirs, minimum)).toBeNull()
  })
})
