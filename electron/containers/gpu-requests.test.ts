import { getEventListeners } from 'node:events'
import { afterEach, expect, it } from 'vitest'
import { createEngine } from '../engine'
import { dockerAnswers, openStandIn } from '../engine/stand-in'
import { createGpuRequests } from './gpu-requests'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

const idOf = (index: number) => index.toString(16).padStart(64, '0')
const ids = Array.from({ length: 24 }, (_, index) => idOf(index))

it('asks four at a time however often the list changes meanwhile, and lets its signal go', async () => {
  const silent = Object.fromEntries(ids.map((id) => [`/containers/${id}/json`, 'silence'] as const))
  const standIn = await openStandIn({ ...dockerAnswers, '/containers/json': { body: [] }, ...silent })
  cleanups.push(() => standIn.close())
  const address = () => standIn.address
  const engine = createEngine({ address, env: {}, home: '/nowhere', log: () => undefined })
  cleanups.push(() => engine.dispose())
  await expect.poll(() => engine.state().is).toBe('up')
  const requests = createGpuRequests(
    engine,
    () => undefined,
    () => undefined,
  )
  const asked = () => standIn.asked.filter((url) => /containers\/[0-9a-f]{64}\/json/.test(url)).length
  const over = new AbortController()

  const looking = [6, 12, 24].map((count) => requests.lookUp(ids.slice(0, count), over.signal))
  await expect.poll(asked).toBe(4)
  // A question after those that were not to be asked: had they been sent, they would have arrived before it.
  await engine.containers.list()
  expect(asked()).toBe(4)
  over.abort()
  await Promise.all(looking)
  expect(getEventListeners(over.signal, 'abort')).toEqual([])
})
