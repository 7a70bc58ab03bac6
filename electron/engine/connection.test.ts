import { createHash } from 'node:crypto'
import { getEventListeners } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createEngine, type Engine, type EngineEvent } from '.'
import { refusalOf } from './stage'
import { dockerAnswers, openStandIn, type Answers } from './stand-in'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

async function standIn(change: Answers = {}) {
  const one = await openStandIn({ ...dockerAnswers, ...change })
  cleanups.push(() => one.close())
  return one
}
function engineWith(address: () => string, env: NodeJS.ProcessEnv = {}, log: string[] = []): Engine {
  const engine = createEngine({ address, env, home: '/nowhere', log: (line) => log.push(line) })
  cleanups.push(() => engine.dispose())
  return engine
}
const upAt = (engine: Engine) => {
  const state = engine.state()
  return state.is === 'up' ? state.address : state.is
}

describe('the connection', () => {
  it('lets calls made while connecting wait for the outcome', async () => {
    const { address } = await standIn({ '/containers/json': { body: [] } })
    const engine = engineWith(() => address)
    expect(engine.state().is).toBe('connecting')
    expect(() => engine.up()).toThrow('EngineDown')
    expect(engine.lost().aborted).toBe(true)
    expect(await engine.containers.list()).toEqual([])
    expect(upAt(engine)).toBe(address)
  })

  it('keeps no listener of a call that has ended, and lets any number wait for the first search', async () => {
    const { address } = await standIn({ '/containers/json': { body: [] } })
    const warnings: string[] = []
    const warned = ({ message }: Error) => warnings.push(message)
    process.on('warning', warned)
    cleanups.push(() => Promise.resolve(process.off('warning', warned)))
    const engine = engineWith(() => address)
    await Promise.all(Array.from({ length: 20 }, () => engine.containers.list()))
    const { signal } = new AbortController()
    for (let call = 0; call < 20; call += 1) await engine.containers.list(signal)
    // Warnings are told in the next turn.
    await new Promise((resolve) => setImmediate(resolve))
    expect(warnings).toEqual([])
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('changes over when another address is chosen: calls in flight end, and whoever listens reads anew', async () => {
    const first = await standIn({ '/containers/json': 'silence' })
    const second = await standIn({ '/containers/json': { body: [] } })
    let address = first.address
    const engine = engineWith(() => address)
    const events: EngineEvent[] = []
    engine.onEvent((event) => events.push(event))
    await expect.poll(() => upAt(engine)).toBe(first.address)
    const flying = refusalOf(engine.containers.list())

    engine.reconnect()
    expect(upAt(engine)).toBe(first.address)
    address = second.address
    engine.reconnect()
    expect(engine.state().is).toBe('connecting')
    expect(await flying).toMatchObject({ code: 'EngineDown', evidence: 'another engine was chosen' })
    expect(await engine.containers.list()).toEqual([])
    expect(upAt(engine)).toBe(second.address)
    expect(events.filter(({ action }) => action === 'up')).toHaveLength(2)
  })

  it('waits for the engine it lost, and takes another only when asked to look anew', async () => {
    const [inContext, rootless] = [await standIn(), await standIn()]
    const home = await mkdtemp(join(tmpdir(), 'berth-home-'))
    cleanups.push(() => rm(home, { recursive: true }))
    const meta = join(home, 'contexts/meta', createHash('sha256').update('box').digest('hex'))
    await mkdir(meta, { recursive: true })
    await writeFile(
      join(meta, 'meta.json'),
      JSON.stringify({ Endpoints: { docker: { Host: inContext.address } } }),
    )
    const runtime = join(rootless.address.slice('unix://'.length), '..')
    const server = await otherName(join(runtime, 'docker.sock'), rootless.address.slice('unix://'.length))
    cleanups.push(server)
    const engine = engineWith(() => '', {
      DOCKER_CONFIG: home,
      DOCKER_CONTEXT: 'box',
      XDG_RUNTIME_DIR: runtime,
    })
    await expect.poll(() => upAt(engine)).toBe(inContext.address)

    await inContext.close()
    await expect.poll(() => engine.state().is).toBe('down')
    const { since } = engine.state()
    // Two more attempts, each at the lost one alone.
    await expect
      .poll(
        () => {
          const now = engine.state()
          return now.is === 'down' && now.retryAt - since > 1_500 ? now.tried.map(({ source }) => source) : []
        },
        { timeout: 5_000 },
      )
      .toEqual(['context'])
    expect(engine.state().since).toBe(since)

    engine.reconnect()
    await expect.poll(() => engine.state().is, { timeout: 5_000 }).toBe('up')
    expect(engine.up().tried[0]).toMatchObject({ source: 'context', name: 'box', outcome: 'absent' })
    expect(['system', 'rootless']).toContain(engine.up().source)
  })

  it('survives an address that makes no sense, and says what is wrong with it', async () => {
    const engine = engineWith(() => 'tcp://')
    await expect
      .poll(() => engine.state())
      .toMatchObject({
        is: 'down',
        refusal: { code: 'EngineDown', evidence: 'not an engine address: tcp://' },
      })
    const state = engine.state()
    expect(state.is === 'down' && state.tried[0]).toMatchObject({
      source: 'settings',
      outcome: 'unsupported',
    })
    expect(await refusalOf(engine.images.references())).toMatchObject({ code: 'EngineDown' })
  })

  it('ends everything when it is disposed of', async () => {
    const { address } = await standIn({ '/containers/json': 'silence' })
    const log: string[] = []
    const engine = engineWith(() => address, {}, log)
    await expect.poll(() => upAt(engine)).toBe(address)
    const flying = refusalOf(engine.containers.list())
    await engine.dispose()
    expect((await flying).code).toBe('Cancelled')
    expect(log).toHaveLength(1)
  })
})

/** The same stand-in under the name at which rootless engines listen. */
async function otherName(path: string, target: string): Promise<() => Promise<void>> {
  const server = http.createServer((request, response) => {
    const onward = http.request(
      { socketPath: target, path: request.url, method: request.method },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers).flushHeaders()
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
