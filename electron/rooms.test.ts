import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Conf from 'conf'
import { afterEach, expect, it } from 'vitest'
import { dockerAnswers, openStandIn } from './engine/stand-in'
import { createRooms } from './rooms'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

async function engineStandIn() {
  const one = await openStandIn({
    ...dockerAnswers,
    '/containers/json': { body: [] },
    '/images/json': { body: [] },
  })
  cleanups.push(() => one.close())
  return one
}

it('goes to the engine whose address is put into the settings, and stays there over other settings', async () => {
  const [first, second] = [await engineStandIn(), await engineStandIn()]
  const folder = await mkdtemp(join(tmpdir(), 'berth-rooms-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  const rooms = await createRooms({
    mode: 'headless',
    version: '0',
    folder,
    openStore: ({ folder: cwd, name }) => new Conf<Record<string, unknown>>({ cwd, configName: name }),
    env: { PATH: '', DOCKER_HOST: first.address },
    log: () => undefined,
  })
  cleanups.push(() => rooms.dispose())
  const { engine, settings } = rooms.services
  const address = () => {
    const state = engine.state()
    return state.is === 'up' ? state.address : state.is
  }
  await expect.poll(address).toBe(first.address)

  settings.update({ engineAddress: second.address })
  await expect.poll(address).toBe(second.address)
  const { since } = engine.up()
  settings.update({ theme: 'dark' })
  expect(engine.up().since).toBe(since)

  settings.update({ engineAddress: '' })
  await expect.poll(address).toBe(first.address)
})
