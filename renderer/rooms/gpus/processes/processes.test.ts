import { describe, expect, it } from 'vitest'
import type { GpuProcess, GpuUse, ProcessOwner } from '../../../../shared/contract/processes'
import { found, rowsOf, sorted } from './rows'
import { colourOf, sharesOf } from './shares'

const words = { host: (user: string) => `${user} on this machine`, unknown: 'unknown', rest: 'the rest' }
const notebook = (id: string, path: string | null, containerId = 'c1'): ProcessOwner => ({
  is: 'container',
  containerId,
  name: `${containerId}-1`,
  environment: { id: 'visionaa', name: `env-${containerId}`, startedBy: 'ada' },
  kernel: path === null ? null : { id, state: 'idle', lastActivity: null, notebook: path },
})
const process = (pid: number, owner: ProcessOwner, memoryMiB: number | null, uuid = 'GPU-a'): GpuProcess => ({
  pid,
  startedAt: pid,
  command: `python train_${pid}.py`,
  user: 'ada',
  holds: [{ uuid, mig: null, memoryMiB }],
  owner,
})
const live = (...processes: GpuProcess[]): GpuUse => ({ is: 'live', at: 0, processes, mig: [] })

describe('a card’s shares', () => {
  it('are gathered by environment and notebook, the largest first, and what is left is the rest', () => {
    const use = live(
      process(1, notebook('k1', 'a.ipynb'), 1000),
      process(2, notebook('k2', 'b.ipynb'), 3000),
      process(3, notebook('k1', 'a.ipynb'), 500),
      process(4, { is: 'host' }, 200),
      process(5, notebook('k9', 'elsewhere.ipynb'), 9000, 'GPU-b'),
    )
    const shares = sharesOf({ uuid: 'GPU-a', memoryUsedMiB: 5000 }, use, words)
    expect(shares.map(({ owner, notebook: name, memoryMiB }) => [owner, name, memoryMiB])).toEqual([
      ['env-c1', 'b.ipynb', 3000],
      ['env-c1', 'a.ipynb', 1500],
      ['ada on this machine', null, 200],
      ['the rest', null, 300],
    ])
    // One environment, one colour.
    expect(shares[0]?.colour).toBe(shares[1]?.colour)
  })

  it('claim nothing where the driver gives no figure, and nothing before anybody looked', () => {
    const use = live(process(1, notebook('k1', 'a.ipynb'), null))
    expect(sharesOf({ uuid: 'GPU-a', memoryUsedMiB: 5000 }, use, words).map(({ key }) => key)).toEqual([
      'rest',
    ])
    expect(sharesOf({ uuid: 'GPU-a', memoryUsedMiB: 5000 }, { is: 'looking' }, words)).toEqual([])
  })

  it('keep the colour of an owner everywhere', () => {
    expect(colourOf('c1')).toBe(colourOf('c1'))
    expect(new Set(Array.from({ length: 60 }, (_, index) => colourOf(`container-${index}`))).size).toBe(6)
  })
})

describe('the table', () => {
  const cards = [
    { uuid: 'GPU-a', index: 0 },
    { uuid: 'GPU-b', index: 1 },
  ]
  const rows = rowsOf(
    [
      process(10, notebook('k1', 'train_vit.ipynb'), 1000, 'GPU-b'),
      process(20, { is: 'host' }, null),
      {
        ...process(30, notebook('k2', null, 'c2'), 5),
        holds: [
          { uuid: 'GPU-b', mig: null, memoryMiB: 5 },
          { uuid: 'GPU-a', mig: null, memoryMiB: 7 },
        ],
      },
    ],
    cards,
    ({ owner }) => (owner.is === 'container' ? (owner.environment?.name ?? '') : owner.is),
  )

  it('adds a process’s memory over its cards, and says none where none is known', () => {
    expect(rows.map(({ cards: on, memoryMiB }) => [on, memoryMiB])).toEqual([
      [[1], 1000],
      [[0], null],
      [[0, 1], 12],
    ])
  })

  it('sorts by any column, either way', () => {
    expect(sorted(rows, { by: 'memory', down: true }).map(({ process: { pid } }) => pid)).toEqual([
      10, 30, 20,
    ])
    expect(sorted(rows, { by: 'owner', down: false }).map(({ process: { pid } }) => pid)).toEqual([
      10, 30, 20,
    ])
    expect(sorted(rows, { by: 'card', down: false }).map(({ process: { pid } }) => pid)).toEqual([20, 30, 10])
  })

  it('finds by every word, wherever it stands', () => {
    expect(found(rows, 'VIT gpu 1').map(({ process: { pid } }) => pid)).toEqual([10])
    expect(found(rows, 'train_30').map(({ process: { pid } }) => pid)).toEqual([30])
    expect(found(rows, '').length).toBe(3)
    expect(found(rows, 'nothing')).toEqual([])
  })
})
