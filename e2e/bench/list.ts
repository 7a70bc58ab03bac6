// How long the containers room takes for a fresh list of 200 stopped containers, beside `docker ps -a` on the same engine.
import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createContainers } from '../../electron/containers'
import { createEngine, type CreateSpec, type Engine } from '../../electron/engine'
import { createStreamRegistry } from '../../electron/streams'
import { up } from '../rig'
import { median } from './figures'

const execute = promisify(execFile)
const containers = 200
const rounds = 21
const atOnce = 6
const mostRatio = 0.5
const mark = { 'sh.berth.bench': 'list' }

export async function run() {
  const rig = await up()
  const env = { ...process.env, ...rig.env }
  const engine = createEngine({ address: () => '', env, home: '/nowhere', log: () => undefined })
  try {
    await removeMarked(engine)
    await makeStopped(engine, rig.images.tiny)
    const [ours, cli]: [number[], number[]] = [[], []]
    for (let round = 0; round <= rounds; round += 1) {
      const listing = await oursOnce(engine)
      // What the room asks in the background after its list must not slow the other's turn.
      await pause(100)
      const command = await cliOnce(env)
      // The first of each warms caches and connections on both sides.
      if (round === 0) continue
      ours.push(listing)
      cli.push(command)
    }
    const [oursMs, cliMs] = [median(ours), median(cli)]
    const ratio = Math.round((oursMs / cliMs) * 1000) / 1000
    return { containers, rounds, oursMs, cliMs, ratio, mostRatio, ok: ratio <= mostRatio }
  } finally {
    await removeMarked(engine)
    await engine.dispose()
  }
}

/** A room of its own each time, so that every list is read from the engine and none comes from memory. */
async function oursOnce(engine: Engine): Promise<number> {
  const log = () => undefined
  const room = createContainers({ engine, streams: createStreamRegistry({ log }), log })
  const stop = new AbortController()
  try {
    const since = performance.now()
    for await (const list of room.watch(stop.signal)) {
      const took = performance.now() - since
      if (list.length < containers) throw new Error(`${list.length} containers listed of ${containers}`)
      return took
    }
    throw new Error('the room gave no list')
  } finally {
    stop.abort()
    await room.dispose()
  }
}

async function cliOnce(env: NodeJS.ProcessEnv): Promise<number> {
  const since = performance.now()
  const { stdout } = await execute('docker', ['ps', '-a'], { env })
  const took = performance.now() - since
  if (stdout.split('\n').length < containers) throw new Error('docker ps -a listed too few containers')
  return took
}

async function makeStopped(engine: Engine, image: string): Promise<void> {
  await spread(Array.from({ length: containers }), async () => {
    const { id } = await engine.containers.create(spec(image))
    await engine.containers.start(id)
    await engine.containers.wait(id)
  })
}

async function removeMarked(engine: Engine): Promise<void> {
  const marked = (await engine.containers.list()).filter(({ labels }) => labels['sh.berth.bench'] === 'list')
  await spread(marked, ({ id }) => engine.containers.remove(id))
}

async function spread<T>(items: T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await act(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

function spec(image: string): CreateSpec {
  return {
    ...{ name: '', image, cmd: ['true'], entrypoint: null, env: [], labels: mark, user: '', workingDir: '' },
    ...{ tty: false, openStdin: false, ports: [], binds: [], deviceRequests: [], shmBytes: null },
    ...{ memoryBytes: null, nanoCpus: null, restart: 'no', init: false },
  }
}
