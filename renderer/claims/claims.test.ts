import { describe, expect, test } from 'vitest'
import type { Container } from '../../shared/contract/containers'
import type { Lease } from '../../shared/contract/leases'
import { claimsOn } from './claims'

const cards = [0, 1, 2].map((index) => ({ uuid: `GPU-${index}`, index }))

function environment(name: string, gpuUuids: string[]): Container {
  return {
    id: name,
    name,
    image: 'x',
    imageId: 'x',
    state: 'running',
    status: 'Up',
    createdAt: 0,
    ports: [],
    mounts: [],
    gpuRequest: gpuUuids,
    environment: {
      id: `${name}-id`,
      name,
      entry: '',
      projectFolder: '/work',
      gpus: { is: 'all' },
      gpuUuids,
      jupyter: true,
      launchedAt: 0,
    },
  }
}

function lease(name: string, uuids: string[], until: number): Lease {
  const environmentId = `${name}-id`
  return { id: name, environmentId, environment: name, holder: 'ada@atlas', mine: true, uuids, until }
}

describe('claims on cards', () => {
  test('an environment is told once, with all the cards it holds', () => {
    const claims = claimsOn(cards, [environment('vision', ['GPU-0', 'GPU-2'])], [])
    expect(claims).toMatchObject([{ name: 'vision', held: [0, 2], lease: null }])
  })

  test('what is reserved comes first, and stands with what the same environment holds', () => {
    const containers = [environment('speech', ['GPU-0']), environment('vision', ['GPU-1'])]
    const claims = claimsOn(cards, containers, [lease('vision', ['GPU-1'], 5000)])
    expect(claims).toMatchObject([
      { name: 'vision', held: [1], lease: { cards: [1], until: 5000, holder: 'ada@atlas' } },
      { name: 'speech', held: [0], lease: null },
    ])
  })

  test('a stopped environment keeps its reservation and holds nothing', () => {
    const stopped = { ...environment('vision', ['GPU-1']), state: 'exited' as const }
    expect(claimsOn(cards, [stopped], [lease('vision', ['GPU-1'], 5000)])).toMatchObject([
      { held: [], lease: { cards: [1] } },
    ])
  })

  test('cards that are not in this machine are nobody’s here', () => {
    expect(claimsOn(cards, [], [lease('vision', ['GPU-9'], 5000)])).toEqual([])
  })
})
