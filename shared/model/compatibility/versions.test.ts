import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareVersions, isVersion, leadingVersion } from './versions'

test('components are compared as integers, not as decimals', () => {
  expect(compareVersions('570.26', '570.124.06')).toBeLessThan(0)
  expect(compareVersions('525.60.13', '525.60.2')).toBeGreaterThan(0)
  expect(compareVersions('580', '580.0.0')).toBe(0)
  expect(compareVersions('12.10', '12.9')).toBeGreaterThan(0)
  expect(compareVersions('470.06', '470.6')).toBe(0)
  expect(compareVersions('9007199254740993', '9007199254740992')).toBeGreaterThan(0)
})

test('the leading version is cut from whatever surrounds it', () => {
  expect(leadingVersion('12.8.1.012')).toBe('12.8.1')
  expect(leadingVersion('v2.4.0+cu121')).toBe('2.4.0')
  expect(leadingVersion('12.1.105-1', 2)).toBe('12.1')
  expect(leadingVersion('latest')).toBeNull()
  expect([isVersion('570.26'), isVersion('570.'), isVersion('')]).toEqual([true, false, false])
})

const version = fc
  .array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 4 })
  .map((components) => components.join('.'))

test('the order is total: antisymmetric, transitive, and a version equals itself with zeros behind', () => {
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(Math.sign(compareVersions(b, a)) * -1 + 0)
      expect(compareVersions(a, `${a}.0`)).toBe(0)
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
    }),
  )
})
