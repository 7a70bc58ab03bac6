import { expect, it } from 'vitest'
import type { EngineUp } from '../../shared/contract/engine'
import { host, spec } from '../../shared/model/launch/example'
import type { Engine } from '../engine'
import type { JupyterRoom } from '../services'
import { standIn } from '../stand-in'
import type { Tools } from './carry-out'
import { createLaunches } from './launches'
import type { Machine } from './machine'
import { createBoard } from './tasks'

const server = { environmentId: 'abcdefgh', containerId: 'c', host: '127.0.0.1', port: 1, token: 'secret' }

/** An engine whose first start fails, and which then twice cannot say what there is to clean up. */
function tools(): Tools {
  const here = host()
  let [starts, lists] = [0, 0]
  const engine = standIn<Engine>({
    lost: () => new AbortController().signal,
    up: () =>
      standIn<EngineUp>({ address: '', local: false, product: 'docker', cpus: 4, memoryBytes: 2 ** 34 }),
    containers: standIn<Engine['containers']>({
      list: () => ((lists += 1) <= 2 ? Promise.reject(new Error('no answer')) : Promise.resolve([])),
      create: () => Promise.resolve({ id: 'c', warnings: [] }),
      putArchive: () => Promise.resolve(),
      start: () => ((starts += 1) === 1 ? Promise.reject(new Error('no space')) : Promise.resolve()),
    }),
  })
  return standIn<Tools>({
    engine,
    jupyter: standIn<JupyterRoom>({ ready: () => Promise.resolve(server) }),
    machine: standIn<Machine>({
      process: () => here.process,
      memory: () => ({ totalBytes: 2 ** 34, freeBytes: 2 ** 33 }),
      freePort: () => Promise.resolve(40_001),
    }),
    looks: {
      known: () => Promise.resolve(here.image),
      inside: () => Promise.reject(new Error('known already')),
    },
    owner: 'me',
    berthFolder: '/home/ada/.config/berth',
    agreements: { covers: () => false },
    leases: { list: () => Promise.resolve([]) },
    promised: () => [],
    log: () => undefined,
    expectsJupyter: () => null,
  })
}

it('no longer counts a launch as unclean once a retry of it ended well: the sweep must not take the environment', async () => {
  const board = createBoard()
  const quiet = () => undefined
  const launches = createLaunches({ tools: tools(), board, titleOf: () => '', onDone: quiet, log: quiet })
  const until = async (state: string) => {
    for await (const [task] of board.watch(AbortSignal.timeout(2_000))) if (task?.state.is === state) return
    throw new Error(`never ${state}: ${JSON.stringify(board.get('tasktask')?.state)}`)
  }
  launches.start('tasktask', { spec: spec(), secrets: new Map(), host: host() })
  await until('failed')
  expect([...launches.unclean]).toEqual(['tasktask'])
  await launches.retry('tasktask')
  await until('done')
  expect([...launches.unclean]).toEqual([])
})
