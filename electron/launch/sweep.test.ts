import { expect, it } from 'vitest'
import { labels } from '../../shared/model/labels'
import type { ContainerSummary, Engine } from '../engine'
import { standIn } from '../stand-in'
import { sweep } from './sweep'

const made = (id: string, taskId: string): ContainerSummary =>
  standIn<ContainerSummary>({
    ...{ id, name: id, state: 'created' },
    labels: {
      [labels.task]: taskId,
      [labels.name]: id,
      [labels.owner]: 'me',
      [labels.environment]: 'abcdefgh',
    },
  })

function engineWith(containers: ContainerSummary[], remove: (id: string) => Promise<void>): Engine {
  return standIn<Engine>({
    containers: standIn<Engine['containers']>({ list: () => Promise.resolve(containers), remove }),
  })
}

it('removes the others where one cannot be removed, and says so', async () => {
  const removed: string[] = []
  const engine = engineWith([made('stuck', 'aaaaaaaa'), made('half', 'bbbbbbbb')], (id) => {
    if (id === 'stuck') return Promise.reject(new Error('device or resource busy'))
    removed.push(id)
    return Promise.resolve()
  })
  const swept = sweep(engine, { owner: 'me', live: () => false, failed: () => false })
  await expect(swept).rejects.toThrow('busy')
  expect(removed).toEqual(['half'])
})

it('leaves a launch alone that was under way when the list was read, and ended well meanwhile', async () => {
  const removed: string[] = []
  let underWay = true
  const engine = engineWith([made('half', 'aaaaaaaa'), made('new', 'bbbbbbbb')], (id) => {
    removed.push(id)
    underWay = false
    return Promise.resolve()
  })
  const live = (taskId: string) => taskId === 'bbbbbbbb' && underWay
  await sweep(engine, { owner: 'me', live, failed: () => false })
  expect(removed).toEqual(['half'])
})
