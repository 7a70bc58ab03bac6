import { expect, test } from 'vitest'
import { SettingsSchema } from '../../shared/model/settings'
import { createWheelZoom, largestFont, smallestFont, usualFont, zoomed } from './zoom'

test('the font grows and shrinks by one, within what the settings allow', () => {
  expect([zoomed(13, 'in'), zoomed(13, 'out'), zoomed(20, 'reset')]).toEqual([14, 12, usualFont])
  expect([zoomed(largestFont, 'in'), zoomed(smallestFont, 'out')]).toEqual([largestFont, smallestFont])
  const settings = (fontSize: number) => SettingsSchema.safeParse({ terminal: { fontSize } }).success
  expect([settings(smallestFont), settings(smallestFont - 1)]).toEqual([true, false])
  expect([settings(largestFont), settings(largestFont + 1)]).toEqual([true, false])
  expect(SettingsSchema.parse({}).terminal.fontSize).toBe(usualFont)
})

test('a notch of a wheel is one step, and so are the many small moves of a touch pad', () => {
  const wheel = createWheelZoom()
  expect(wheel({ deltaY: -100, deltaMode: 0 })).toBe('in')
  expect(wheel({ deltaY: 3, deltaMode: 1 })).toBe('out')
  const pad = createWheelZoom()
  const steps = Array.from({ length: 20 }, () => pad({ deltaY: -5, deltaMode: 0 }))
  expect(steps.filter((step) => step === 'in')).toHaveLength(2)
})

test('turning the wheel back starts from nothing', () => {
  const wheel = createWheelZoom()
  expect(wheel({ deltaY: -40, deltaMode: 0 })).toBeNull()
  expect(wheel({ deltaY: 40, deltaMode: 0 })).toBeNull()
  expect(wheel({ deltaY: 20, deltaMode: 0 })).toBe('out')
})
