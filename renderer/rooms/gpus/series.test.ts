import { describe, expect, it } from 'vitest'
import type { Card, GpuState } from '../../../shared/contract/gpus'
import { drawn, grown, joined, type Columns } from './series'

const minute = 60_000

function live(at: number, used: number | null, uuid = 'GPU-a'): Extract<GpuState, { is: 'live' }> {
  const card: Card = {
    index: 0,
    uuid,
    name: 'NVIDIA A100',
    health: 'ok',
    utilisationPercent: used,
    memoryTotalMiB: 200,
    memoryUsedMiB: used,
    temperatureCelsius: null,
    powerWatts: null,
    powerLimitWatts: null,
    fanPercent: null,
    smClockMHz: null,
    performanceState: null,
    computeCapability: null,
    migEnabled: null,
    throttling: null,
  }
  return { is: 'live', at, driver: '570', cuda: null, simulated: null, cards: [card] }
}

const columns = (...at: number[]): Columns => ({
  at,
  utilisationPercent: at.map(() => 1),
  memoryUsedMiB: at.map(() => 1),
})

describe('a growing history', () => {
  it('takes each sample once', () => {
    const once = grown({}, live(1000, 5))
    expect(grown(once, live(1000, 9))['GPU-a']?.memoryUsedMiB).toEqual([5])
  })

  it('lets go of what is older than 15 minutes', () => {
    const history = grown({ 'GPU-a': columns(0, minute) }, live(15.5 * minute, 5))
    expect(history['GPU-a']?.at).toEqual([minute, 15.5 * minute])
  })

  it('keeps a card that has just gone', () => {
    expect(Object.keys(grown({ 'GPU-b': columns(0) }, live(1000, 5)))).toEqual(['GPU-b', 'GPU-a'])
  })

  it('joins what the service kept with what was seen meanwhile, without doubles', () => {
    const whole = joined({ 'GPU-a': columns(1, 2, 3) }, { 'GPU-a': columns(2, 3, 4), 'GPU-b': columns(4) })
    expect(whole['GPU-a']?.at).toEqual([1, 2, 3, 4])
    expect(whole['GPU-b']?.at).toEqual([4])
  })
})

describe('drawing', () => {
  it('draws VRAM in percent of the card', () => {
    expect(drawn(columns(0), 4).memory).toEqual([25])
    expect(drawn(columns(0), null).memory).toEqual([null])
    expect(drawn(columns(0), 0).memory).toEqual([null])
  })

  it('leaves a gap where nobody looked, and none between samples', () => {
    expect(drawn(columns(0, 1000, 60_000), 4).at).toEqual([0, 1000, 1001, 60_000])
    expect(drawn(columns(0, 1000, 60_000), 4).utilisation).toEqual([1, 1, null, 1])
  })
})
