import { expect, it } from 'vitest'
import type { Container } from '../../shared/contract/containers'
import { holdersOf } from './holders'

const card = { uuid: 'GPU-11111111', index: 1 }

function container(name: string, given: Partial<Container>): Container {
  return {
    id: name.padEnd(12, '0'),
    name,
    image: 'x',
    imageId: 'x',
    state: 'running',
    status: 'Up',
    createdAt: 0,
    ports: [],
    mounts: [],
    environment: null,
    gpuRequest: 'none',
    ...given,
  }
}

function environment(gpuUuids: string[]): Container['environment'] {
  return {
    id: 'abcdefgh',
    name: 'vision',
    entry: '',
    projectFolder: '/work',
    gpus: { is: 'all' },
    gpuUuids,
    jupyter: true,
    launchedAt: 0,
  }
}

const names = (...containers: Container[]): string[] => holdersOf(card, containers).map(({ name }) => name)

it('names the environments that were given the card, by the name their owner chose', () => {
  const [yes, no] = [environment([card.uuid]), environment(['GPU-22222222'])]
  expect(
    names(container('berth-1', { environment: yes }), container('berth-2', { environment: no })),
  ).toEqual(['vision'])
})

it.each([
  ['all', true],
  [['GPU-11111111'], true],
  [['1'], true],
  [['nvidia.com/gpu=1'], true],
  [['nvidia.com/gpu=all'], true],
  [['0'], false],
  [['nvidia.com/gpu=11'], false],
  [1, false],
  ['none', false],
  [null, false],
] as const)('finds in a request for %j of another program: %j', (request, held) => {
  const gpuRequest = typeof request === 'object' && request !== null ? [...request] : request
  expect(names(container('other', { gpuRequest }))).toEqual(held ? ['other'] : [])
})

it('leaves out containers that do not run', () => {
  expect(names(container('other', { gpuRequest: 'all', state: 'exited' }))).toEqual([])
})

it('puts our own first', () => {
  const ours = container('z', { environment: environment([card.uuid]) })
  expect(names(container('a', { gpuRequest: 'all' }), ours)).toEqual(['vision', 'a'])
})
