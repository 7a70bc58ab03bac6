import { expect, it } from 'vitest'
import { exposesEngine } from './exposes'

const nothingHere = { holds: () => Promise.resolve(false) }
const remote = { address: 'tcp://10.0.0.5:2376', local: false, product: 'docker' as const }
const desktop = {
  address: 'unix:///home/ada/.docker/desktop/docker.sock',
  local: true,
  product: 'desktop' as const,
}

it.each(['/var/run/docker.sock', '/run/', '/var/run/../run/docker.sock', '/'])(
  'refuses %s on an engine whose machine is not this one',
  async (path) => {
    expect(await exposesEngine(nothingHere, path, remote)).toBe(true)
    expect(await exposesEngine(nothingHere, path, desktop)).toBe(true)
  },
)

it('lets ordinary folders be mounted there', async () => {
  expect(await exposesEngine(nothingHere, '/data', remote)).toBe(false)
})

it('asks this machine, links followed, where the engine runs here', async () => {
  const asked: string[] = []
  const holds = (_: string, socket: string) => Promise.resolve(asked.push(socket) > 0)
  const here = { address: 'unix:///run/user/1/docker.sock', local: true, product: 'docker' as const }
  expect(await exposesEngine({ holds }, '/link', here)).toBe(true)
  expect(asked).toEqual(['/run/user/1/docker.sock'])
})
