// What twenty open terminals cost when nothing happens in them.
import { setTimeout as pause } from 'node:timers/promises'
import { median } from '../figures'
import type { Face } from './face'
import { cpuPercent } from './main-process'
import { openAnother, openTerminals } from './terminal'

const idleTerminals = 20
const settleMilliseconds = 3000
const windows = 5
const windowMilliseconds = 2500

/** Percent of one core, the middle of five looks. */
export async function measureIdle(face: Face): Promise<number> {
  for (let count = await openTerminals(face.page); count < idleTerminals; count += 1)
    await openAnother(face.page)
  await pause(settleMilliseconds)
  const looks: number[] = []
  for (let look = 0; look < windows; look += 1) looks.push(await cpuPercent(face.mainPid, windowMilliseconds))
  return median(looks)
}
