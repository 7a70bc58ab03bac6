import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  completeRound,
  faceOf,
  fieldsToAsk,
  parseComputeApps,
  parseDetails,
  parseFieldHelp,
  parseList,
  parseQuery,
  parseTopology,
  parseVersions,
  refusedField,
} from '.'

const sample = (name: string): string =>
  readFileSync(new URL(`../../../electron/gpu/samples/${name}`, import.meta.url), 'utf8')

describe('cards in the samples', () => {
  it('reads a desktop card with units in header and cells', () => {
    const [reading] = parseQuery(sample('rtx4090-single.csv')).readings
    expect(reading).toEqual({
      card: {
        index: 0,
        uuid: 'GPU-5f7c2a10-93bd-4e0e-8a6d-2f1c9b7e4d55',
        name: 'NVIDIA GeForce RTX 4090',
        health: 'ok',
        utilisationPercent: 97,
        memoryTotalMiB: 24564,
        memoryUsedMiB: 18243,
        temperatureCelsius: 52,
        powerWatts: 287.31,
        powerLimitWatts: 450,
        fanPercent: 34,
        smClockMHz: null,
        performanceState: 'P2',
        computeCapability: '8.9',
        migEnabled: null,
        throttling: null,
      },
      busId: null,
      driver: '580.119.02',
      stamp: null,
      count: null,
    })
  })

  it('reads the same figures with nounits and with CRLF line ends', () => {
    const text = sample('rtx4090-single.csv')
    const bare = text.replace(/ (MiB|%|W)(?=,|$)/gm, '').replace(/\n/g, '\r\n')
    expect(parseQuery(bare)).toEqual(parseQuery(text))
  })

  it('leaves what a laptop does not tell empty and takes its enforced power limit', () => {
    const [reading] = parseQuery(sample('laptop-rtx4060.csv')).readings
    expect(reading?.card).toMatchObject({
      health: 'ok',
      powerWatts: 2.05,
      powerLimitWatts: 40,
      fanPercent: null,
      utilisationPercent: null,
      temperatureCelsius: 40,
      migEnabled: null,
    })
  })

  it('knows a card in MIG mode, whose utilisation the driver does not give', () => {
    const [reading] = parseQuery(sample('a100-mig.csv')).readings
    expect(reading?.card).toMatchObject({ migEnabled: true, utilisationPercent: null, memoryUsedMiB: 5342 })
  })

  it('keeps healthy cards when another one is lost', () => {
    const columns = ['index', 'name', 'power.limit', 'power.draw'].map((field) => ({ field, unit: '' }))
    const round = parseQuery(sample('fail-gpu-lost-new-partial.txt'), columns)
    const cards = completeRound(round, []).map(({ card }) => card)
    expect(cards.map(({ index, health, powerWatts }) => [index, health, powerWatts])).toEqual([
      [0, 'lost', null],
      [1, 'ok', 34.61],
    ])
  })

  it('says that a card needs a reset and shows no stale figure for it', () => {
    const columns = ['index', 'uuid', 'utilization.gpu', 'memory.used'].map((field) => ({ field, unit: '' }))
    const [reading] = parseQuery(sample('fail-needs-reset-csv.txt'), columns).readings
    expect(reading?.card).toMatchObject({ health: 'needs-reset', utilisationPercent: null, memoryUsedMiB: 0 })
  })

  it.each([
    ['fail-mismatch.txt', 18, 'mismatch'],
    ['fail-no-driver.txt', 9, 'no-driver'],
    ['fail-no-devices.txt', 6, 'no-devices'],
    ['fail-gpu-lost-old.txt', 15, 'lost'],
    ['fail-gpu-lost-old.txt', 6, 'lost'],
    ['fail-unknown-error.txt', 255, 'unknown'],
  ])('explains %s with exit code %i as %s', (name, code, reason) => {
    const raw = sample(name)
    expect(parseQuery(raw).readings).toEqual([])
    expect(faceOf(raw, code)).toMatchObject({ reason, raw })
  })
})

describe('the other samples', () => {
  it('lists eight cards by UUID', () => {
    const cards = parseList(sample('h100x8-L.txt'))
    expect(cards).toHaveLength(8)
    expect(cards[7]).toEqual({
      index: 7,
      name: 'NVIDIA H100 80GB HBM3',
      uuid: 'GPU-a1000007-77aa-4c11-b2d3-f00000000007',
      mig: [],
    })
  })

  it('lists MIG devices under their card', () => {
    const [card] = parseList(sample('a100-mig-L.txt'))
    expect(card?.mig.map(({ profile }) => profile)).toEqual(['3g.20gb', '2g.10gb', '1g.5gb'])
  })

  it('lists processes with their memory', () => {
    expect(
      parseComputeApps(sample('a100x2-compute-apps.csv')).map(({ pid, usedMiB }) => [pid, usedMiB]),
    ).toEqual([
      [911204, 35640],
      [911205, 35640],
      [920771, 4108],
    ])
  })

  it.each([
    ['rtx4090-single.txt', '580.119.02', '13.0'],
    ['h100x8.txt', '590.48.01', '13.1'],
    ['a100-mig.txt', '580.95.05', '13.0'],
    ['laptop-rtx4060.txt', '570.144', '12.8'],
    ['driver610-banner.txt', '610.57.04', '13.3'],
    ['container-view.txt', '580.119.02', '13.0'],
    ['a100x2-processes.txt', '570.195.03', '12.8'],
    ['h100x8-topo.txt', null, null],
  ])('reads the versions in the banner of %s', (name, driver, cuda) => {
    expect(parseVersions(sample(name))).toEqual({ driver, cuda, simulated: null })
    expect(parseQuery(sample(name)).readings).toEqual([])
  })
})

/** What a real machine printed (driver 580.159.04, one H200, two programs on it); its UUID and serial number are replaced. */
describe('a real H200 under load', () => {
  const uuid = 'GPU-0a1b2c3d-1fff-33b2-77b0-0123456789ab'

  it('reads each round of the stream', () => {
    const { readings } = parseQuery(sample('h200-busy.csv'))
    expect(readings.map(({ card }) => [card.utilisationPercent, card.powerWatts, card.smClockMHz])).toEqual([
      [99, 689.04, 1410],
      [98, 689.45, 1410],
      [98, 688.35, 1440],
      [99, 693.15, 1425],
      [100, 692.28, 1440],
    ])
    expect(readings[0]).toMatchObject({
      busId: '00000000:00:06.0',
      driver: '580.159.04',
      count: 1,
      card: {
        ...{ index: 0, uuid, name: 'NVIDIA H200', health: 'ok', fanPercent: null, temperatureCelsius: 56 },
        ...{ memoryTotalMiB: 143_771, memoryUsedMiB: 25_727, powerLimitWatts: 700, performanceState: 'P0' },
        ...{ computeCapability: '9.0', migEnabled: false, throttling: ['power-limit'] },
      },
    })
  })

  it('finds its processes in both lists, with the same memory', () => {
    const apps = parseComputeApps(sample('h200-compute-apps.csv')).map(({ pid, usedMiB }) => [pid, usedMiB])
    expect(apps).toEqual([
      [713, 3590],
      [712, 22_122],
    ])
    const cards = parseDetails(sample('h200-busy.xml'))
    expect(cards).toHaveLength(1)
    expect(cards[0]?.processes.map(({ pid, usedMiB }) => [pid, usedMiB])).toEqual([
      [712, 22_122],
      [713, 3590],
    ])
  })

  it('asks for no field that this driver does not know', () => {
    const known = parseFieldHelp(sample('h200-help-query-gpu.txt'))
    const asked = fieldsToAsk(known)
    expect(asked).toContain('clocks_event_reasons.active')
    expect(asked.filter((field) => !known.has(field))).toEqual([])
    expect(refusedField(sample('h200-unknown-field.txt'))).toBe('does.not.exist')
  })

  it('reads its list, its banner and its single place on the bus', () => {
    expect(parseList(sample('h200-L.txt'))).toEqual([{ index: 0, name: 'NVIDIA H200', uuid, mig: [] }])
    expect(parseVersions(sample('h200-busy.txt'))).toEqual({
      driver: '580.159.04',
      cuda: '13.0',
      simulated: null,
    })
    expect(parseTopology(sample('h200-topo.txt'))).toEqual({
      names: ['GPU0'],
      links: [['']],
      affinity: { GPU0: { cpus: '0-15', numa: '0' } },
    })
    expect(faceOf(sample('h200-missing-card.txt'), 6)).toMatchObject({ reason: 'no-devices' })
  })
})
