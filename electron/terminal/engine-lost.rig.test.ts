import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import type { Terminal } from '../../shared/contract/terminals'
import type { Engine } from '../engine'
import type { TerminalRoom } from '../services'
import { createStreamRegistry } from '../streams'
import { createTerminals } from '.'
import { drive } from './driver'
import { engineOf, startContainer } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Terminals on an engine that dies are not tested: ${why}\n`)

describe.skipIf(why !== null)('when the engine is killed under its terminals', () => {
  const streams = createStreamRegistry({ log: () => undefined })
  let rig: Rig
  let engine: Engine
  let room: TerminalRoom
  let id = ''

  beforeAll(async () => {
    // A rig of its own: the shared one is never killed.
    rig = await up({ name: 'terminal' })
    engine = await engineOf(rig)
    room = createTerminals({
      engine,
      streams,
      env: { ...process.env, ...rig.env },
      log: () => undefined,
    })
    id = await startContainer(engine, { image: rig.images.plain })
  })
  afterAll(async () => {
    await room.dispose()
    await engine.dispose()
    await rig.down({ purge: true })
  })

  test('neither carrier says that the shell exited: both say that the engine is down', async () => {
    const open = (carrier: 'engine' | 'pty') =>
      room.open({ target: { is: 'container', containerId: id }, carrier, cols: 80, rows: 24 })
    const terminals = [await open('engine'), await open('pty')]
    const people = terminals.map((terminal) => drive(streams, terminal.id))
    for (const person of people) {
      person.type('echo re""ady\n')
      await person.until(/ready/)
    }
    await rig.stopEngine('kill')
    for (const person of people) expect(await person.ended).toEqual({ reason: 'lost', detail: 'EngineDown' })
    let now: Terminal[] = []
    for await (const all of room.watch(AbortSignal.timeout(5000))) {
      now = all
      break
    }
    expect(now.map(({ state }) => (state.is === 'lost' ? state.refusal.code : state.is))).toEqual([
      'EngineDown',
      'EngineDown',
    ])
  })
})
