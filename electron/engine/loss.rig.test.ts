// Kills, freezes and restarts an engine of its own under living connections.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import type { EngineState } from '../../shared/contract/engine'
import type { Engine } from '.'
import { openStage, refusalOf, refusalsOf, type Stage } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Engine loss tests are skipped: ${why}\n`)

/** The promise to the user: a lost engine is told within two seconds. */
const toldWithin = 2_000

describe.skipIf(why !== null)('an engine that is lost', () => {
  let stage: Stage
  let rig: Rig
  let engine: Engine
  const looking = new AbortController()

  /** Resolves with the time it took until the state is what is waited for. */
  async function until(is: EngineState['is'], milliseconds: number): Promise<number> {
    const start = performance.now()
    for await (const state of engine.watch(AbortSignal.timeout(milliseconds)))
      if (state.is === is) return performance.now() - start
    throw new Error(`not ${is} within ${milliseconds} ms: ${JSON.stringify(engine.state())}`)
  }

  beforeAll(async () => {
    rig = await up({ name: 'engine-room' })
    stage = openStage('engine-loss', rig)
    engine = stage.engine
    // A screen looks at the state all the time, as in the app.
    void (async () => {
      for await (const _ of engine.watch(looking.signal));
    })()
  })
  beforeEach(() => until('up', 20_000))
  afterAll(async () => {
    await until('up', 20_000)
    await stage.clear()
    looking.abort()
    await engine.dispose()
    await rig.down()
  })

  /** Calls that only end with the container or the connection. */
  async function callsInFlight() {
    const id = await stage.running()
    const { stream } = await engine.containers.logs(id, { follow: true, tail: 1, timestamps: false })
    const session = await engine.containers.exec(id, { cmd: ['cat'], tty: true, stdin: true })
    const hungUp = new Promise((resolve) => session.stream.once('close', resolve))
    return { session: hungUp, others: [engine.containers.wait(id), stream.toArray()] }
  }

  it.each([
    ['killed', 'kill'],
    ['frozen', 'freeze'],
  ] as const)(
    'is %s: told within 2 s, every call in flight ends, and it is up again by itself',
    async (_, how) => {
      const { session, others } = await callsInFlight()
      const refused = refusalsOf(others)
      const lost = engine.lost()
      const events: string[] = []
      const stopListening = engine.onEvent(({ type, action }) => type === 'daemon' && events.push(action))
      try {
        await rig.stopEngine(how)
        expect(await until('down', 15_000)).toBeLessThan(toldWithin)
        expect(lost.aborted).toBe(true)
        expect((await refused).map(({ code }) => code)).toEqual(['EngineDown', 'EngineDown'])
        await session
        const asked = performance.now()
        expect(await refusalOf(engine.containers.list())).toMatchObject({ code: 'EngineDown' })
        expect(() => engine.up()).toThrow('EngineDown')
        expect(performance.now() - asked).toBeLessThan(100)
      } finally {
        await rig.startEngine()
      }
      await until('up', 15_000)
      expect(events).toEqual(['up'])
      expect(await engine.containers.list()).toBeInstanceOf(Array)
      stopListening()
    },
  )

  it('is stopped in good order: no call hangs, and it is up again by itself', async () => {
    const { session, others } = await callsInFlight()
    const settled = Promise.allSettled(others)
    try {
      await rig.stopEngine('term')
      await until('down', toldWithin)
      // Its containers were stopped first: each call ended with its container or with the connection.
      await Promise.all([settled, session])
    } finally {
      await rig.startEngine()
    }
    await until('up', 15_000)
  })

  it('is looked for at once when the user asks', async () => {
    await rig.stopEngine('kill')
    try {
      await until('down', toldWithin)
      // Let the pauses between attempts grow to their longest.
      await expect
        .poll(
          () => {
            const now = engine.state()
            return now.is === 'down' ? now.retryAt - Date.now() : 0
          },
          { timeout: 20_000, interval: 50 },
        )
        .toBeGreaterThan(4_000)
    } finally {
      await rig.startEngine()
    }
    const asked = performance.now()
    engine.reconnect()
    await until('up', 5_000)
    expect(performance.now() - asked).toBeLessThan(3_000)
  })
})
