import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labels } from '../../shared/model/labels'
import { leaseVolume, longestMilliseconds, readLeases, type LeaseFacts } from './read'

const now = Date.UTC(2026, 10, 24)
const hour = 3600_000
const vision = {
  environmentId: 'abcdefgh',
  environment: 'vision',
  holder: 'ada@atlas',
  uuids: ['GPU-aaaa', 'GPU-bbbb'],
  until: now + hour,
}
const facts = (change: Partial<LeaseFacts> = {}): LeaseFacts => ({
  volumes: [leaseVolume(vision, now)],
  environments: new Set(['abcdefgh']),
  holder: 'ada@atlas',
  now,
  ...change,
})

test('what one Berth wrote another reads', () => {
  const { leases, over } = readLeases(facts({ holder: 'bob@mira' }))
  expect(leases).toEqual([{ ...vision, id: leaseVolume(vision, now).name, mine: false }])
  expect(over).toEqual([])
  expect(readLeases(facts()).leases[0]?.mine).toBe(true)
})

test('a lease is over when its time is, or when its environment is gone', () => {
  expect(readLeases(facts({ now: vision.until }))).toEqual({ leases: [], over: [] })
  expect(readLeases(facts({ environments: new Set() }))).toEqual({ leases: [], over: [] })
})

test('only a lease that is over for a day is removed, for a clock may be wrong by hours, and a list be old', () => {
  const id = leaseVolume(vision, now).name
  expect(readLeases(facts({ now: vision.until + 24 * hour - 1 })).over).toEqual([])
  expect(readLeases(facts({ now: vision.until + 24 * hour })).over).toEqual([id])
  // By a clock that is years behind, every lease reaches too far.
  expect(readLeases(facts({ now: 0 }))).toEqual({ leases: [], over: [] })
})

test('of two volumes of one environment the one written last counts, in any order', () => {
  const former = leaseVolume({ ...vision, until: now + 5 * hour }, now - 1000)
  const latter = leaseVolume(vision, now)
  for (const volumes of [
    [former, latter],
    [latter, former],
  ]) {
    const { leases, over } = readLeases(facts({ volumes }))
    expect(leases.map(({ until }) => until)).toEqual([vision.until])
    expect(over).toEqual([former.name])
  }
})

test('a lease far beyond the longest reserves nothing: nobody takes a card for ever', () => {
  const forever = leaseVolume({ ...vision, until: now + 50 * longestMilliseconds }, now)
  expect(readLeases(facts({ volumes: [forever] })).leases).toEqual([])
})

test('volumes that are not leases of ours are neither read nor removed, whatever they say', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...Object.values(labels)), fc.string()),
      fc.string(),
      (said, name) => {
        const volume = { name, labels: { ...said, [labels.leaseUntil]: said[labels.leaseUntil] ?? 'soon' } }
        const { leases, over } = readLeases(facts({ volumes: [volume] }))
        if (said[labels.lease] !== '1') expect([leases, over]).toEqual([[], []])
        for (const lease of leases) expect(lease.until).toBeGreaterThan(now)
      },
    ),
  )
})

test('what no Berth writes is no lease, or is not said', () => {
  const read = (change: object) => {
    const volume = leaseVolume(vision, now)
    const environments = new Set(['abcdefgh', '../../x'])
    return readLeases(
      facts({ volumes: [{ ...volume, labels: { ...volume.labels, ...change } }], environments }),
    ).leases
  }
  expect(read({ [labels.environment]: '../../x' })).toEqual([])
  expect(read({ [labels.name]: '<img src=x>'.repeat(100_000) })[0]?.environment).toBe('abcdefgh')
  expect(read({ [labels.leaseHolder]: 'x'.repeat(5_000_000) })[0]?.holder.length).toBeLessThan(600)
})
