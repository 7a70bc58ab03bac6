import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseQuery } from './round'
import { throttleReasons } from './throttling'

it.each([
  ['0x0000000000000000', []],
  ['0x0000000000000001', []],
  ['0x0000000000000004', ['power-limit']],
  ['0x0000000000000048', ['hardware-slowdown', 'hardware-thermal']],
  ['0x00000000000000A0', ['software-thermal', 'power-brake']],
])('the mask %s says %j', (mask, reasons) => {
  expect(throttleReasons(mask)).toEqual(reasons)
})

it.each(['[N/A]', '[Not Supported]', '', 'Active', '0xzz', '4', undefined])('%j is no mask', (cell) => {
  expect(throttleReasons(cell)).toBeNull()
})

it('is read under its old name too', () => {
  const [reading] = parseQuery(
    'index, uuid, clocks_throttle_reasons.active\n0, GPU-aaaa, 0x0000000000000040\n',
  ).readings
  expect(reading?.card.throttling).toEqual(['hardware-thermal'])
})

it('no text throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void throttleReasons(text)))
})
