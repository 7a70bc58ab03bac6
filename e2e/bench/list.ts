// How long the containers room takes for a fresh list of 200 stopped containers, beside `docker ps -a` on the same engine.
import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createContainers } from '../../electron/containers'
import { createEngine, type Engine } from '../../electron/engine'
import { createStreamRegistry } from '../../electron/streams'
import { up } from '../rig'
import { median } from './figures'
import { makeStopped, removeStopped } from './stopped'

const execute = promisify(execFile)
const containers = 200
const rounds = 21
const mostRatio = 0.5

export async function run() {
  const rig = await up()
  const env = { ...process.env, ...rig.env }
  const engine = createEngine({ address: () => '', env, home: '/nowhere', log: () => undefined })
  try {
    await removeStopped(rig)
    await makeStopped(rig, containers)
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
    await removeStopped(rig)
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
