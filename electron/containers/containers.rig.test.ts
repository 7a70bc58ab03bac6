import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun } from '../../e2e/rig'
import { inProcessCarriers, openSink, createFrameReader } from '../../shared/bytes'
import type { Container, ContainerUsage } from '../../shared/contract/containers'
import { labels } from '../../shared/model/labels'
import { openStage, refusalOf, type Stage } from '../engine/stage'
import type { ContainersRoom, StreamRegistry } from '../services'
import { createStreamRegistry } from '../streams'
import { createContainers } from '.'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Containers tests are skipped: ${why}\n`)

describe.skipIf(why !== null)('the containers room', () => {
  let stage: Stage
  let room: ContainersRoom
  let streams: StreamRegistry

  beforeAll(async () => {
    stage = openStage('containers-room', await up())
    streams = createStreamRegistry({ log: () => undefined })
    room = createContainers({ engine: stage.engine, streams, log: () => undefined })
  })
  afterEach(() => stage.clear())
  afterAll(async () => {
    await room.dispose()
    await stage.engine.dispose()
  })

  /** The first list in which the container is as wanted. */
  async function listed(
    id: string,
    wanted: (one: Container | undefined) => boolean,
  ): Promise<Container | undefined> {
    for await (const list of room.watch(AbortSignal.timeout(10_000))) {
      const one = list.find((each) => each.id === id)
      if (wanted(one)) return one
    }
    throw new Error(
      `${id.slice(0, 12)} never got there: ${JSON.stringify(room.list().find((one) => one.id === id))}`,
    )
  }

  it('gives a whole and fresh list first, also after a time in which nobody looked', async () => {
    for (let round = 0; round < 2; round += 1) {
      const id = await stage.created()
      for await (const list of room.watch(AbortSignal.timeout(5_000))) {
        expect(list.map((one) => one.id)).toContain(id)
        break
      }
    }
  })

  it('follows what happens to a container, to its end', async () => {
    const id = await stage.created()
    const seen: string[] = []
    const stop = new AbortController()
    const following = (async () => {
      for await (const list of room.watch(stop.signal)) {
        const state = list.find((one) => one.id === id)?.state ?? 'gone'
        if (seen.at(-1) !== state) seen.push(state)
      }
    })()
    for (const [act, state] of [
      [() => room.start(id), 'running'],
      [() => room.stop(id), 'exited'],
      [() => room.remove(id, false), 'gone'],
    ] as const) {
      await act()
      await expect.poll(() => seen.at(-1), { timeout: 3_000 }).toBe(state)
    }
    expect(seen).toEqual(['created', 'running', 'exited', 'gone'])
    stop.abort()
    await following
  })

  it('tells an environment of ours by its labels, and the GPUs that any container asked for', async () => {
    const plain = await stage.created()
    const gpus = { driver: '', count: -1, deviceIds: [], capabilities: [['gpu']] }
    const ours = await stage.created({
      deviceRequests: [gpus],
      labels: {
        [labels.made]: '1',
        [labels.environment]: 'abcdefgh',
        [labels.name]: 'vision',
        [labels.entry]: 'starter',
        [labels.folder]: '/home/ada/vision',
        [labels.gpus]: '{"is":"all"}',
        [labels.gpuUuids]: 'GPU-aaaa,GPU-bbbb',
        [labels.jupyter]: 'true',
        [labels.launchedAt]: '1700000000000',
      },
    })
    expect(await listed(ours, (one) => one?.gpuRequest === 'all')).toMatchObject({
      environment: {
        ...{
          id: 'abcdefgh',
          name: 'vision',
          entry: 'starter',
          projectFolder: '/home/ada/vision',
          jupyter: true,
        },
        ...{ gpus: { is: 'all' }, gpuUuids: ['GPU-aaaa', 'GPU-bbbb'], launchedAt: 1_700_000_000_000 },
      },
    })
    expect(await listed(plain, (one) => one?.gpuRequest === 'none')).toMatchObject({ environment: null })
  })

  it('reads the list a few times only while events storm', async () => {
    const id = await stage.running()
    const { engine } = stage
    let lists = 0
    const counted = {
      ...engine,
      containers: {
        ...engine.containers,
        list: (signal?: AbortSignal) => {
          lists += 1
          return engine.containers.list(signal)
        },
      },
    }
    const busy = createContainers({ engine: counted, streams, log: () => undefined })
    const stop = new AbortController()
    let shown: Container[] = []
    const following = (async () => {
      for await (const list of busy.watch(stop.signal)) shown = list
    })()
    await expect.poll(() => lists).toBe(1)
    const start = performance.now()
    for (let round = 0; round < 15; round += 1) {
      await engine.containers.stop(id, { seconds: 0 })
      await engine.containers.start(id)
    }
    await engine.containers.stop(id, { seconds: 0 })
    await expect.poll(() => shown.find((one) => one.id === id)?.state, { timeout: 3_000 }).toBe('exited')
    const seconds = (performance.now() - start) / 1000
    expect(lists - 1).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 2)
    stop.abort()
    await following
    const after = lists
    await engine.containers.start(id)
    await expect.poll(async () => (await engine.containers.inspect(id)).running).toBe(true)
    expect(lists).toBe(after)
    await busy.dispose()
  })

  it('tells once a second what the running ones use, while somebody listens', async () => {
    const id = await stage.running({ cmd: ['sh', '-c', 'while :; do :; done'], nanoCpus: 5e8 })
    let last: ContainerUsage | undefined
    for await (const all of room.usage(AbortSignal.timeout(10_000))) {
      last = all.find((one) => one.id === id)
      if (last && last.cpuPercent > 0) break
    }
    expect(last?.cpuPercent).toBeGreaterThan(10)
    expect(last?.memoryBytes).toBeGreaterThan(0)
  })

  it('says before a removal what goes and what stays, and then it is so', async () => {
    const id = await stage.running({ binds: [{ source: '/tmp', target: '/workspace', readOnly: true }] })
    await stage.engine.containers.run(id, { cmd: ['sh', '-c', 'head -c 100000 /dev/zero > /written'] })
    expect(await room.losses(id)).toEqual({
      ...{ anonymousVolumes: [], kept: ['/tmp'], running: true, writableBytes: 100_000 },
    })
    await room.remove(id, true)
    expect(await refusalOf(room.losses(id))).toMatchObject({ code: 'NotFound' })
  })

  it('tells details, and keeps the value of a secret to itself', async () => {
    const id = await stage.created({
      env: ['COLOUR=blue=ish', 'API_TOKEN=hidden'],
      user: '7:7',
      shmBytes: 2 ** 26,
    })
    const details = await room.details(id)
    expect(details).toMatchObject({ id, user: '7:7', shmBytes: 2 ** 26, startedAt: null, exitCode: null })
    expect(details.env).toContainEqual({ name: 'COLOUR', value: 'blue=ish' })
    expect(details.env).toContainEqual({ name: 'API_TOKEN', value: null })
    expect(JSON.stringify(details)).not.toContain('hidden')
  })

  it('streams a log, frames and all, to whoever attaches', async () => {
    const id = await stage.running({ cmd: ['sh', '-c', 'echo out; echo err >&2; seq 1 50000'] })
    await stage.engine.containers.wait(id)
    const { stream, framing } = await room.openLogs(id, { tail: 1_000_000, follow: true, timestamps: false })
    expect(framing).toBe('multiplexed')
    const [near, far] = inProcessCarriers()
    const chunks: Uint8Array[] = []
    const end = await new Promise((resolve) => {
      openSink(far, {
        onBytes: (bytes, used) => {
          chunks.push(bytes)
          used(bytes.length)
        },
        onEnd: resolve,
      })
      streams.connect(stream, near)
    })
    expect(end).toMatchObject({ reason: 'finished' })
    const read = createFrameReader()
    const said = { stdout: '', stderr: '' }
    for (const chunk of chunks)
      for (const { source, bytes } of read(chunk)) said[source] += Buffer.from(bytes).toString()
    expect(said.stderr).toBe('err\n')
    expect(said.stdout).toBe(
      `out\n${Array.from({ length: 50_000 }, (_, index) => `${index + 1}\n`).join('')}`,
    )
    expect(
      await refusalOf(room.openLogs('nobody', { tail: 1, follow: false, timestamps: false })),
    ).toMatchObject({ code: 'NotFound' })
  })
})
