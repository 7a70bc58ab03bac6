import { expect, it } from 'vitest'
import type { Container } from '../../shared/contract/containers'
import { card } from '../../shared/model/launch/example'
import { trayLines } from './tray-menu'
import { wordsFor } from './words'

const words = wordsFor('en', '')
const environment = (name: string, state: Container['state'] = 'running'): Container => ({
  ...{ id: name, name: `${name}-1`, image: '', imageId: '', state, status: '', createdAt: 0 },
  ...{ ports: [], mounts: [], gpuRequest: 'none' },
  environment: {
    ...{ id: name, name, entry: '', projectFolder: '/p', gpus: { is: 'none' }, gpuUuids: [] },
    ...{ jupyter: true, launchedAt: 0 },
  },
})
const live = (simulated: string | null) =>
  ({
    is: 'live',
    at: 0,
    driver: '',
    cuda: null,
    simulated,
    cards: [card(0, 'GPU-a', 57_344, { utilisationPercent: 97 })],
  }) as const
const labels = (...asked: Parameters<typeof trayLines>) =>
  trayLines(...asked).map((line) => (line.is === 'gap' ? '—' : line.label))

it('each card’s memory and the environments that run stand in it', () => {
  const containers = [environment('vision'), environment('speech', 'exited')]
  expect(labels({ gpus: { ...live(null), cards: [...live(null).cards] }, containers }, words)).toEqual([
    'GPU 0   56.0 / 80.0 GiB   97 %',
    '—',
    '1 environment runs:',
    '  vision',
    '—',
    'Open Berth',
    'Quit',
  ])
})

it('simulated cards are said to be, and unwatched ones are not shown at all', () => {
  const simulated = { ...live('a stand-in'), cards: [...live(null).cards] }
  expect(labels({ gpus: simulated, containers: [] }, words)[0]).toBe('Simulated GPUs')
  expect(labels({ gpus: { is: 'looking' }, containers: [] }, words)).toEqual([
    'GPUs: nobody looks at them now',
    '—',
    'No environment runs',
    '—',
    'Open Berth',
    'Quit',
  ])
})

it('many environments do not make it endless', () => {
  const containers = Array.from({ length: 40 }, (_, index) => environment(`e${index}`))
  const all = labels({ gpus: { is: 'looking' }, containers }, words)
  expect(all).toContain('  and 28 more')
  expect(all.length).toBeLessThan(22)
})
