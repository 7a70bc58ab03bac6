// The mask of clock event reasons. Bits after NVML's nvmlClocksEventReasons (nvml.h).
import type { ThrottleReason } from '../../contract/gpus'
import { words } from './values'

/** Left out: idle (0x1), application clocks (0x2), sync boost (0x10) and display clocks (0x100), which slow nothing down unasked. */
const bits: [bigint, ThrottleReason][] = [
  [0x4n, 'power-limit'],
  [0x8n, 'hardware-slowdown'],
  [0x20n, 'software-thermal'],
  [0x40n, 'hardware-thermal'],
  [0x80n, 'power-brake'],
]

/** `0x0000000000000004`; null for anything else. */
export function throttleReasons(cell: string | undefined): ThrottleReason[] | null {
  const mask = words(cell)
  if (mask === null || !/^0x[0-9a-f]{1,16}$/i.test(mask)) return null
  return bits.flatMap(([bit, reason]) => ((BigInt(mask) & bit) === 0n ? [] : [reason]))
}
