import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
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

it('says a registry login to the registry alone: not in its log, its bundle or its folder, even where the registry quotes it', async () => {
  const canary = 'canary-login-77aa'
  const basic = Buffer.from(`ada:${canary}`).toString('base64')
  const got: string[] = []
  const registry = createServer(({ headers }, response) => {
    const said = headers.authorization ?? ''
    got.push(said)
    const message = `not with ${said} and ${Buffer.from(said.replace('Basic ', ''), 'base64').toString()}`
    response.writeHead(401, { 'www-authenticate': 'Basic realm="lab"', 'content-type': 'application/json' })
    response.end(JSON.stringify({ errors: [{ code: 'DENIED', message }] }))
  })
  registry.listen(0, '127.0.0.1')
  await once(registry, 'listening')
  cleanups.push(() => new Promise((done) => registry.close(done)))
  const address = registry.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const host = `127.0.0.1:${address.port}`
  const folder = await mkdtemp(join(tmpdir(), 'berth-rooms-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  const docker = await mkdtemp(join(tmpdir(), 'berth-docker-'))
  cleanups.push(() => rm(docker, { recursive: true, force: true }))
  await writeFile(join(docker, 'config.json'), JSON.stringify({ auths: { [host]: { auth: basic } } }))
  const engine = await engineStandIn()
  const lines: string[] = []
  const rooms = await createRooms({
    ...{ mode: 'headless', version: '0', folder },
    openStore: ({ folder: cwd, name }) => new Conf<Record<string, unknown>>({ cwd, configName: name }),
    env: { PATH: '', DOCKER_HOST: engine.address, DOCKER_CONFIG: docker },
    log: (line) => lines.push(line),
    recentLog: () => lines,
  })
  cleanups.push(() => rooms.dispose())
  await expect.poll(() => rooms.services.engine.state().is).toBe('up')
  const refused: unknown = await rooms.services.preflight
    .look({ reference: `${host}/lab/x:1`, fresh: true })
    .catch((error: unknown) => error)
  expect(got).toContain(`Basic ${basic}`)
  rooms.log(`what came of it: ${String(refused)}`)
  expect(lines.at(-1)).toContain('what came of it')
  const { text } = await rooms.services.diagnostics.read(AbortSignal.timeout(200))
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const kept = files
    .filter((each) => each.isFile())
    .map((each) => readFile(join(each.parentPath, each.name), 'utf8'))
  for (const said of [lines.join('\n'), text, ...(await Promise.all(kept))]) {
    expect(said).not.toContain(canary)
    expect(said).not.toContain(basic)
  }
})
