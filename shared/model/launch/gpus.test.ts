import { describe, expect, it } from 'vitest'
import { labels } from '../labels'
import type { GpuChoice } from '../launch-spec'
import { card, cards, codes, host, planned, withGpus } from './example'
import type { LaunchHost } from './index'

describe('the GPUs', () => {
  it('are asked for all together', () => {
    const plan = withGpus({ is: 'all' })
    expect(plan.gpus.map(({ uuid }) => uuid)).toEqual(['GPU-aaaa', 'GPU-bbbb', 'GPU-cccc'])
    expect(plan.container.deviceRequests).toEqual([
      { driver: '', count: -1, deviceIds: [], capabilities: [['gpu']] },
    ])
  })

  it('leave a lost card out of "all"', () => {
    const some = [...cards.slice(0, 2), card(2, 'GPU-cccc', 0, { health: 'lost' })]
    const plan = withGpus({ is: 'all' }, { gpus: { is: 'known', cards: some } })
    expect(plan.container.deviceRequests[0]?.deviceIds).toEqual(['GPU-aaaa', 'GPU-bbbb'])
  })

  it('are the first n for a count, as the engine counts', () => {
    const plan = withGpus({ is: 'count', count: 2 })
    expect(plan.gpus.map(({ label }) => label)).toEqual(['GPU 0 · A100-SXM4-80GB', 'GPU 1 · A100-SXM4-80GB'])
    expect(plan.container.deviceRequests[0]).toMatchObject({ count: 2, deviceIds: [] })
  })

  it('are the cards with the most free VRAM when the least busy is wanted', () => {
    const plan = withGpus({ is: 'least-busy', count: 1 })
    expect(plan.container.deviceRequests[0]).toMatchObject({ count: 0, deviceIds: ['GPU-bbbb'] })
    expect(plan.container.labels[labels.gpuUuids]).toBe('GPU-bbbb')
  })

  it('are rather a card that nobody holds than an equally free one, and say who has claims', () => {
    const heldCards = [{ uuid: 'GPU-bbbb', by: 'vision' }]
    const reservedCards = [{ uuid: 'GPU-bbbb', holder: 'ada@atlas', until: 7 }]
    expect(withGpus({ is: 'least-busy', count: 1 }, { heldCards }).gpus.map(({ uuid }) => uuid)).toEqual([
      'GPU-cccc',
    ])
    const asked = withGpus({ is: 'cards', uuids: ['GPU-bbbb'] }, { heldCards, reservedCards })
    expect(asked.problems).toEqual([])
    expect(asked.gpus[0]).toMatchObject({ heldBy: ['vision'], reserved: { holder: 'ada@atlas', until: 7 } })
  })

  it('are asked for by CDI where the engine lists them', () => {
    const engine = { ...host().engine, cdiDevices: ['nvidia.com/gpu=all', 'nvidia.com/gpu=GPU-bbbb'] }
    const chosen = withGpus({ is: 'cards', uuids: ['GPU-bbbb'] }, { engine })
    expect(chosen.container.deviceRequests).toEqual([
      { driver: 'cdi', count: 0, deviceIds: ['nvidia.com/gpu=GPU-bbbb'], capabilities: [] },
    ])
    expect(withGpus({ is: 'all' }, { engine }).container.deviceRequests[0]?.deviceIds).toEqual([
      'nvidia.com/gpu=all',
    ])
  })

  it('are named by index where the CDI list knows no UUID', () => {
    const engine = {
      ...host().engine,
      cdiDevices: ['nvidia.com/gpu=0', 'nvidia.com/gpu=1', 'nvidia.com/gpu=2'],
    }
    const plan = withGpus({ is: 'least-busy', count: 1 }, { engine })
    expect(plan.container.deviceRequests[0]?.deviceIds).toEqual(['nvidia.com/gpu=1'])
  })

  it('are asked for by CDI on Podman, which ignores anything else', () => {
    const engine = { ...host().engine, product: 'podman' as const }
    expect(withGpus({ is: 'count', count: 1 }, { engine }).container.deviceRequests[0]).toMatchObject({
      driver: 'cdi',
      deviceIds: ['nvidia.com/gpu=GPU-aaaa'],
    })
  })

  it.each<[string, GpuChoice, LaunchHost['gpus'], string]>([
    ['no GPU here', { is: 'all' }, { is: 'absent', raw: 'No devices were found' }, 'GpuNotHere'],
    ['more cards than there are', { is: 'count', count: 4 }, { is: 'known', cards }, 'GpuNotHere'],
    ['more free cards than there are', { is: 'least-busy', count: 4 }, { is: 'known', cards }, 'GpuNotHere'],
    ['a card that is gone', { is: 'cards', uuids: ['GPU-dead'] }, { is: 'known', cards }, 'GpuGone'],
    ['no driver', { is: 'all' }, { is: 'failed', reason: 'no-driver', raw: 'x' }, 'GpuDriverMissing'],
    ['a mismatch', { is: 'all' }, { is: 'failed', reason: 'mismatch', raw: 'x' }, 'GpuDriverMismatch'],
  ])('are refused with %s, and going without is offered', (_, choice, gpus, code) => {
    const plan = withGpus(choice, { gpus })
    expect(codes(plan)).toEqual([code])
    expect(plan.problems[0]?.actions).toContain('launch-without-gpu')
    expect(plan.container.deviceRequests).toEqual([])
  })

  it('that nobody wants are kept away from images that ask for all', () => {
    expect(planned({}).container.env).toContain('NVIDIA_VISIBLE_DEVICES=void')
    expect(withGpus({ is: 'all' }).container.env.join('\n')).not.toContain('NVIDIA_VISIBLE_DEVICES')
  })
})
