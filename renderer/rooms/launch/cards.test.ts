import { describe, expect, test } from 'vitest'
import { defaultGpus, pressChip, shortCardName } from './cards'

test.each([
  ['NVIDIA A100-SXM4-80GB', 'A100 80GB'],
  ['NVIDIA H100 80GB HBM3', 'H100 80GB HBM3'],
  ['NVIDIA A100 80GB PCIe', 'A100 80GB'],
  ['NVIDIA GeForce RTX 4090 Laptop GPU', 'RTX 4090 Laptop GPU'],
  ['Tesla V100-SXM2-32GB', 'Tesla V100 32GB'],
])('%s is called %s on a chip', (name, short) => {
  expect(shortCardName(name)).toBe(short)
})

describe('pressing chips', () => {
  const leastBusy = { is: 'least-busy', count: 1 } as const

  test('a card replaces a mode, and a second card joins the first', () => {
    const one = pressChip(leastBusy, new Set(['least-busy', 'GPU-a']))
    expect(one).toEqual({ is: 'cards', uuids: ['GPU-a'] })
    expect(pressChip(one, new Set(['GPU-a', 'GPU-b']))).toEqual({ is: 'cards', uuids: ['GPU-a', 'GPU-b'] })
  })

  test('a mode replaces the cards', () => {
    const cards = { is: 'cards', uuids: ['GPU-a', 'GPU-b'] } as const
    expect(pressChip({ ...cards, uuids: [...cards.uuids] }, new Set(['GPU-a', 'GPU-b', 'none']))).toEqual({
      is: 'none',
    })
  })

  test('a choice is never left empty', () => {
    expect(pressChip(leastBusy, new Set())).toEqual(leastBusy)
    expect(pressChip({ is: 'cards', uuids: ['GPU-a'] }, new Set())).toEqual({ is: 'cards', uuids: ['GPU-a'] })
  })
})

test('without a GPU one click runs on the CPU; with a broken driver it does not pretend to', () => {
  expect(defaultGpus({ is: 'absent', reason: 'no-nvidia-smi', raw: '' })).toEqual({ is: 'none' })
  expect(defaultGpus({ is: 'failed', reason: 'mismatch', raw: '', exitCode: 18, retryAt: 0 })).toEqual({
    is: 'least-busy',
    count: 1,
  })
})
