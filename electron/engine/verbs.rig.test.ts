import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { createEngine, type Engine } from '.'
import { openStage, refusalOf, refusalsOf, type Stage } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Engine tests are skipped: ${why}\n`)
const mark = 'engine-verbs'
let stage: Stage

describe.skipIf(why !== null)('an engine’s verbs', () => {
  let rig: Rig
  let engine: Engine
  const created: Stage['created'] = (change) => stage.created(change)
  const running: Stage['running'] = (change) => stage.running(change)
  const spec: Stage['spec'] = (change) => stage.spec(change)

  beforeAll(async () => {
    rig = await up()
    stage = openStage(mark, rig)
    engine = stage.engine
  })
  afterEach(() => stage.clear())
  afterAll(() => engine.dispose())

  it('says which engine answered, which were not asked, and which API is spoken', async () => {
    await engine.containers.list()
    const state = engine.up()
    expect(state).toMatchObject({
      source: 'DOCKER_HOST',
      address: rig.dockerHost,
      local: true,
      product: 'docker',
    })
    expect(state.apiVersion).toMatch(/^1\.4\d$/)
    expect(state.tried.map(({ outcome }) => outcome)).toEqual([
      'answered',
      ...state.tried.slice(1).map(() => 'not-tried'),
    ])
  })

  it('creates what was asked for, and inspection says the same', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'berth-bind-'))
    try {
      const id = await running({
        name: `${mark}-${process.pid}`,
        env: ['COLOUR=blue'],
        ports: [{ containerPort: 8888, hostIp: '127.0.0.1', hostPort: 0 }],
        binds: [{ source: folder, target: '/workspace', readOnly: true }],
        shmBytes: 2 ** 27,
        memoryBytes: 2 ** 28,
        nanoCpus: 5e8,
        user: '1234:4321',
      })
      const details = await engine.containers.inspect(id, { size: true })
      expect(details).toMatchObject({
        ...{ id, name: `${mark}-${process.pid}`, image: rig.images.tiny, running: true, exitCode: null },
        ...{ user: '1234:4321', shmBytes: 2 ** 27, sizeRwBytes: 0, tty: false, error: '' },
        mounts: [{ type: 'bind', source: folder, target: '/workspace', readOnly: true, name: '' }],
        ports: [{ hostIp: '127.0.0.1', containerPort: 8888, protocol: 'tcp' }],
      })
      expect(details.ports[0]?.hostPort).toBeGreaterThan(1024)
      expect(details.env).toContain('COLOUR=blue')
      const listed = (await engine.containers.list()).find((one) => one.id === id)
      expect(listed).toMatchObject({ state: 'running', ports: details.ports, mounts: details.mounts })
      expect(listed?.labels).toMatchObject({ mark })
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it.each(['prune?x=', '../images', 'a/b', 'a%2fb', '', '-f'])(
    'refuses %j as an id before anything is sent: nothing is pruned',
    async (id) => {
      const stopped = await created()
      const { containers } = engine
      const calls = [
        containers.inspect(id),
        containers.remove(id),
        containers.start(id),
        containers.stop(id),
        containers.exec(id, { cmd: ['true'], tty: false, stdin: false }),
        containers.wait(id),
        containers.logs(id, { follow: false, tail: 1, timestamps: false }),
        containers.readFile(id, '/etc/hosts'),
        containers.top(id),
      ]
      for (const refusal of await refusalsOf(calls)) expect(refusal).toMatchObject({ code: 'InvalidInput' })
      expect((await containers.inspect(stopped)).state).toBe('created')
    },
  )

  it('says NotFound of a container that is not there, and removing it is no error', async () => {
    const { containers } = engine
    const calls = [
      containers.inspect('nobody'),
      containers.start('nobody'),
      containers.stop('nobody'),
      containers.wait('nobody'),
      containers.exec('nobody', { cmd: ['true'], tty: false, stdin: false }),
      containers.logs('nobody', { follow: true, tail: 1, timestamps: false }),
    ]
    for (const refusal of await refusalsOf(calls))
      expect(refusal).toMatchObject({ code: 'NotFound', params: { name: 'nobody' } })
    await containers.remove('nobody')
    expect(await containers.stat('nobody', '/')).toBeNull()
  })

  it('names what stands in the way: a name, a port, a folder, an image', async () => {
    const name = `${mark}-clash-${process.pid}`
    const first = await running({ name, ports: [{ containerPort: 80, hostIp: '127.0.0.1', hostPort: 0 }] })
    const port = (await engine.containers.inspect(first)).ports[0]?.hostPort ?? 0
    const { containers } = engine
    expect(await refusalOf(containers.create(spec({ name })))).toMatchObject({
      code: 'NameTaken',
      params: { name },
    })

    const second = await created({ ports: [{ containerPort: 80, hostIp: '127.0.0.1', hostPort: port }] })
    expect(await refusalOf(containers.start(second))).toMatchObject({
      code: 'PortTaken',
      params: { port },
    })

    const binds = [{ source: '/no/such folder', target: '/workspace', readOnly: false }]
    expect(await refusalOf(containers.create(spec({ binds })))).toMatchObject({
      code: 'FolderMissing',
      params: { path: '/no/such folder' },
    })
    expect(await refusalOf(containers.create(spec({ image: 'berth/none:1' })))).toMatchObject({
      code: 'ImageUnknown',
      params: { image: 'berth/none:1' },
    })
  })

  it('tells a program that is missing at the start from one that ends', async () => {
    const id = await created({ cmd: ['no-such-program'], init: false })
    expect(await refusalOf(engine.containers.start(id))).toMatchObject({
      code: 'ContainerExited',
      params: { command: 'no-such-program' },
    })
    const ends = await running({ cmd: ['sh', '-c', 'echo last words >&2; exit 7'] })
    expect(await engine.containers.wait(ends)).toEqual({ exitCode: 7 })
    expect(await engine.containers.lastLog(ends, 5)).toBe('last words\n')
    expect(await engine.containers.inspect(ends)).toMatchObject({ running: false, exitCode: 7 })
  })

  it('keeps a container as an image with labels, and removes the image', async () => {
    const id = await running()
    const repository = `berth-test/${mark}`
    const tag = String(process.pid)
    const { imageId } = await engine.containers.commit(id, {
      repository,
      tag,
      labels: { kept: 'yes' },
      cmd: ['true'],
    })
    const image = await engine.images.inspect(`${repository}:${tag}`)
    expect(image).toMatchObject({ id: imageId, cmd: ['true'] })
    expect(image?.labels).toMatchObject({ kept: 'yes' })
    expect(await engine.images.references()).toContain(`${repository}:${tag}`)
    await engine.images.remove(`${repository}:${tag}`)
    expect(await engine.images.inspect(`${repository}:${tag}`)).toBeNull()
    expect(await refusalOf(engine.images.remove(`${repository}:${tag}`))).toMatchObject({
      code: 'ImageUnknown',
    })
  })

  it('tells events in order, without the command lines that exec events carry', async () => {
    await engine.containers.list()
    const seen: string[] = []
    const stop = engine.onEvent(({ type, action, attributes }) => {
      if (type === 'container' && attributes['mark'] === `${mark}-events`) seen.push(action)
    })
    const id = await running({ labels: { mark: `${mark}-events` } })
    await engine.containers.run(id, { cmd: ['echo', 'private'] })
    await engine.containers.remove(id)
    await expect.poll(() => seen, { timeout: 5_000 }).toContain('destroy')
    stop()
    expect(seen.filter((action) => !action.startsWith('exec_'))).toEqual([
      'create',
      'start',
      'kill',
      'die',
      'destroy',
    ])
    expect(seen.join()).not.toContain('private')
  })

  it('gives up a call by the caller’s signal', async () => {
    const id = await running()
    const stop = new AbortController()
    const waiting = engine.containers.wait(id, stop.signal)
    stop.abort()
    expect(await refusalOf(waiting)).toMatchObject({ code: 'Cancelled' })
  })

  it('lets the docker CLI reach the same engine', () => {
    expect(engine.cliEnv()).toMatchObject({ DOCKER_HOST: rig.dockerHost })
  })

  it('asks no other engine when the one named by hand is not there, and says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'berth-none-'))
    const address = `unix://${join(folder, 'docker.sock')}`
    const env = { ...process.env, ...rig.env }
    const other = createEngine({ address: () => address, env, home: '/nowhere', log: () => undefined })
    expect(await refusalOf(other.containers.list())).toMatchObject({ code: 'EngineDown' })
    const state = other.state()
    expect(state).toMatchObject({ is: 'down', refusal: { code: 'EngineDown' } })
    expect(
      state.is === 'down' && state.tried.slice(0, 2).map(({ source, outcome }) => [source, outcome]),
    ).toEqual([
      ['settings', 'absent'],
      ['DOCKER_HOST', 'not-tried'],
    ])
    await other.dispose()
    await rm(folder, { recursive: true })
  })
})
