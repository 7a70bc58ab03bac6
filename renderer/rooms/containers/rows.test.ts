import { describe, expect, it } from 'vitest'
import type { Container } from '../../../shared/contract/containers'
import type { Card } from '../../../shared/contract/gpus'
import { exitCode, gpusOf, rowsOf, toneOf, type Gpus, type Shown } from './rows'

const base: Container = {
  id: 'c'.repeat(64),
  name: 'vision',
  image: 'quay.io/jupyter/pytorch:2.9',
  imageId: 'sha256:1',
  state: 'running',
  status: 'Up 5 hours',
  createdAt: 1,
  ports: [],
  mounts: [],
  environment: null,
  gpuRequest: 'none',
}
const environment: Container['environment'] = {
  id: 'abcdefgh',
  name: 'vision',
  entry: 'pytorch',
  projectFolder: '/home/me/vision-lab',
  gpus: { is: 'none' },
  gpuUuids: [],
  jupyter: true,
  launchedAt: 1,
}
const card = (index: number, uuid: string): Card => ({
  index,
  uuid,
  name: 'A100',
  health: 'ok',
  utilisationPercent: null,
  memoryTotalMiB: null,
  memoryUsedMiB: null,
  temperatureCelsius: null,
  powerWatts: null,
  powerLimitWatts: null,
  fanPercent: null,
  smClockMHz: null,
  performanceState: null,
  computeCapability: null,
  migEnabled: null,
  throttling: null,
})
const cards = [card(0, 'GPU-aaaa'), card(1, 'GPU-bbbb')]
const shown: Shown = {
  filter: 'all',
  search: '',
  order: { by: 'name', down: false },
  cards,
  usage: new Map(),
  language: 'en',
}
const make = (name: string, more: Partial<Container> = {}): Container => ({
  ...base,
  id: name,
  name,
  ...more,
})
const names = (list: Container[], more: Partial<Shown>) =>
  rowsOf(list, { ...shown, ...more }).map((row) => row.name)

describe('the GPUs of a container', () => {
  it('are the cards its environment was given, in the order of the machine', () => {
    const container = make('a', {
      environment: {
        ...environment,
        gpus: { is: 'least-busy', count: 2 },
        gpuUuids: ['GPU-bbbb', 'GPU-aaaa'],
      },
    })
    expect(gpusOf(container, cards)).toEqual({
      is: 'cards',
      cards: [
        { id: 'GPU-aaaa', index: 0, name: 'A100' },
        { id: 'GPU-bbbb', index: 1, name: 'A100' },
      ],
    })
  })

  it('are said by id when the card is not in this machine', () => {
    expect(gpusOf(make('a', { gpuRequest: ['GPU-gone'] }), cards)).toEqual({
      is: 'cards',
      cards: [{ id: 'GPU-gone', index: null, name: '' }],
    })
  })

  it.each<[Container['gpuRequest'], Gpus]>([
    [['nvidia.com/gpu=1'], { is: 'cards', cards: [{ id: '1', index: 1, name: 'A100' }] }],
    [['nvidia.com/gpu=all'], { is: 'all' }],
    [2, { is: 'count', count: 2 }],
    ['all', { is: 'all' }],
    [null, { is: 'unknown' }],
  ])('of somebody else are read from the request %j', (gpuRequest, expected) => {
    expect(gpusOf(make('a', { gpuRequest }), cards)).toEqual(expected)
  })
})

describe('the state of a container', () => {
  it.each([
    ['Exited (0) 2 minutes ago', 0, 'neutral'],
    ['Exited (137) 2 minutes ago', 137, 'neutral'],
    ['Exited (1) 2 minutes ago', 1, 'bad'],
  ])('%s has the code %i and is %s', (status, code, tone) => {
    const container = make('a', { state: 'exited', status })
    expect(exitCode(container)).toBe(code)
    expect(toneOf(container)).toBe(tone)
  })

  it('has no exit code while it runs again after a failure', () => {
    expect(exitCode(make('a', { state: 'restarting', status: 'Restarting (1) 5 seconds ago' }))).toBeNull()
  })
})

describe('the rows', () => {
  const list = [
    make('web-10', { state: 'exited', status: 'Exited (0) 1 hour ago' }),
    make('web-9'),
    make('vision', { environment }),
  ]

  it('order names as people count', () => {
    expect(names(list, {})).toEqual(['vision', 'web-9', 'web-10'])
    expect(names(list, { order: { by: 'name', down: true } })).toEqual(['web-10', 'web-9', 'vision'])
  })

  it('keep to what is running, or to what Berth launched', () => {
    expect(names(list, { filter: 'running' })).toEqual(['vision', 'web-9'])
    expect(names(list, { filter: 'berth' })).toEqual(['vision'])
  })

  it('are found by name, image, folder and port, every word of the search counting', () => {
    const ports = [{ hostIp: '127.0.0.1', hostPort: 49153, containerPort: 8888, protocol: 'tcp' }]
    const more = [...list, make('other', { image: 'redis:7', ports })]
    expect(names(more, { search: 'VISION-LAB' })).toEqual(['vision'])
    expect(names(more, { search: 'redis 49153' })).toEqual(['other'])
    expect(names(more, { search: 'redis 49154' })).toEqual([])
  })

  it('put the busiest first, and those without a reading last', () => {
    const usage = new Map(
      [
        ['web-9', 250],
        ['vision', 20],
      ].map(([id, cpuPercent]) => [
        String(id),
        { id: String(id), cpuPercent: Number(cpuPercent), memoryBytes: 0, memoryLimitBytes: 0 },
      ]),
    )
    expect(names(list, { usage, order: { by: 'cpu', down: true } })).toEqual(['web-9', 'vision', 'web-10'])
  })

  it('leave the list they were made from as it was', () => {
    const before = [...list]
    names(list, { order: { by: 'created', down: true } })
    expect(list).toEqual(before)
  })
})
