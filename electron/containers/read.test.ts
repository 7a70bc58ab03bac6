import { describe, expect, it } from 'vitest'
import { labels } from '../../shared/model/labels'
import { environmentFrom } from './environment'
import type { ContainerDetails } from '../engine'
import { planned } from '../../shared/model/launch/example'
import { standIn } from '../stand-in'
import { detailsFrom, gpuRequestFrom, lossesFrom } from './read'

const request = { driver: '', count: 0, deviceIds: [], capabilities: [['gpu']] }

describe('gpuRequestFrom', () => {
  it.each([
    ['nothing', [], 'none'],
    ['another device', [{ ...request, capabilities: [['fpga']], count: 2 }], 'none'],
    ['all', [{ ...request, count: -1 }], 'all'],
    ['a count', [{ ...request, count: 2 }], 2],
    ['cards', [{ ...request, deviceIds: ['GPU-a', 'GPU-b'] }], ['GPU-a', 'GPU-b']],
    ['CDI names', [{ driver: 'cdi', count: 0, capabilities: [], deviceIds: ['nvidia.com/gpu=1'] }], ['1']],
    ['all by CDI', [{ driver: 'cdi', count: 0, capabilities: [], deviceIds: ['nvidia.com/gpu=all'] }], 'all'],
  ])('reads %s', (_, deviceRequests, expected) => {
    expect(gpuRequestFrom({ deviceRequests })).toEqual(expected)
  })
})

describe('environmentFrom', () => {
  const read = (said: Record<string, string>) => environmentFrom({ name: 'its-container', labels: said })

  it('calls it by no name that Berth cannot have given', () => {
    const named = (name: string) => read({ [labels.environment]: 'abcdefgh', [labels.name]: name })?.name
    expect(named('vision-lab')).toBe('vision-lab')
    for (const name of ['<img src=x>', '\u202etxt', '../..', '-v', 'a\nb', 'x'.repeat(64)])
      expect(named(name)).toBe('its-container')
  })

  it.each(['9e999', '-9e999', '1e300', '-1', 'NaN', '', 'x'])('takes %j for no moment', (moment) => {
    const found = read({ [labels.environment]: 'abcdefgh', [labels.launchedAt]: moment })
    expect(found?.launchedAt).toBe(0)
  })

  it('leaves out what is longer than anything Berth writes', () => {
    const much = 'x'.repeat(5_000_000)
    const all = Object.values(labels).map((label) => [label, much])
    const found = read({ ...(Object.fromEntries(all) as object), [labels.environment]: 'abcdefgh' })
    expect(JSON.stringify(found).length).toBeLessThan(200)
    const deep = '['.repeat(100_000)
    expect(read({ [labels.environment]: 'abcdefgh', [labels.gpus]: deep })?.gpus).toEqual({ is: 'none' })
  })

  it('takes no container for ours whose id Berth cannot have made', () => {
    expect(read({})).toBeNull()
    expect(read({ [labels.environment]: '../../etc' })).toBeNull()
  })

  it('reads what it can from labels that are incomplete or wrong', () => {
    const found = read({
      [labels.environment]: 'abcdefgh',
      [labels.gpus]: '{"is":"nonsense"}',
      [labels.launchedAt]: 'x',
    })
    expect(found).toEqual({
      ...{
        id: 'abcdefgh',
        name: 'its-container',
        entry: '',
        projectFolder: '',
        gpus: { is: 'none' },
        gpuUuids: [],
      },
      ...{ jupyter: false, launchedAt: 0 },
    })
  })

  it('says who launched it where a label does', () => {
    const found = read({ [labels.environment]: 'abcdefgh', [labels.user]: 'ada' })
    expect(found?.startedBy).toBe('ada')
  })
})

describe('lossesFrom', () => {
  it('tells volumes that nobody named from those that stay', () => {
    const anonymous = 'ab'.repeat(32)
    const mount = { type: 'volume', source: '', target: '/x', readOnly: false }
    const inspected = {
      mounts: [
        { ...mount, name: anonymous },
        { ...mount, name: 'weights' },
        { ...mount, type: 'bind', name: '', source: '/home/ada' },
      ],
      ...{ sizeRwBytes: 5, running: false },
    }
    expect(lossesFrom(inspected)).toEqual({
      ...{ writableBytes: 5, anonymousVolumes: [anonymous], kept: ['/home/ada', 'weights'], running: false },
    })
  })
})

describe('detailsFrom', () => {
  const inspected = (env: string[], said: Record<string, string>) => {
    const none = {
      id: 'c',
      startedAt: null,
      exitCode: null,
      oomKilled: false,
      error: '',
      user: '',
      shmBytes: 0,
    }
    return detailsFrom(standIn<ContainerDetails>({ ...none, env, labels: said }))
  }

  it('names secret variables, those in the container’s file among them, and says no value', () => {
    const { container } = planned({
      env: [
        { name: 'HF_TOKEN', value: 'canary' },
        { name: 'PLAIN', value: 'seen' },
      ],
    })
    const { env } = inspected(['IMAGE_PASSWORD=canary', ...container.env], container.labels)
    expect(env).toContainEqual({ name: 'HF_TOKEN', value: null })
    expect(env).toContainEqual({ name: 'IMAGE_PASSWORD', value: null })
    expect(env).toContainEqual({ name: 'PLAIN', value: 'seen' })
    expect(JSON.stringify(env)).not.toContain('canary')
  })

  it.each([undefined, '{', '{"env":1}'])('takes nothing from the label %s', (label) => {
    const said: Record<string, string> = label === undefined ? {} : { [labels.spec]: label }
    expect(inspected([], said).env).toEqual([])
  })
})
