import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import type { Terminal } from '../../shared/contract/terminals'
import type { Engine } from '../engine'
import type { TerminalRoom } from '../services'
import { createStreamRegistry } from '../streams'
import { createTerminals } from '.'
import { drive, eventually } from './driver'
import { engineOf, startContainer } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Terminals on an engine that dies are not tested: ${why}\n`)

describe.skipIf(why !== null)('when the engine is lost under its terminals', () => {
  const streams = createStreamRegistry({ log: () => undefined })
  let rig: Rig
  let engine: Engine
  let room: TerminalRoom
  let id = ''
  let folder = ''

  beforeAll(async () => {
    // A rig of its own: the shared one is never killed.
    rig = await up({ name: `${process.env['BERTH_RIG_NAME'] ?? 'terminal'}kill` })
    folder = await mkdtemp(join(tmpdir(), 'berth-terminal-'))
    engine = await engineOf(rig)
    room = createTerminals({
      engine,
      streams,
      env: { ...process.env, ...rig.env },
      stateFolder: folder,
      log: () => undefined,
    })
    id = await startContainer(engine, { image: rig.images.plain })
  })
  afterAll(async () => {
    await room.dispose()
    await engine.dispose()
    await rig.down({ purge: true })
    await rm(folder, { recursive: true })
  })

  const now = async (): Promise<Terminal[]> => {
    for await (const all of room.watch(AbortSignal.timeout(5000))) return all
    return []
  }

  const connected = async () => {
    for await (const state of engine.watch(AbortSignal.timeout(60_000))) if (state.is === 'up') return
    throw new Error('the engine did not come up again')
  }

  const shellsIn = async (containerId: string) =>
    (await engine.containers.top(containerId)).filter(({ command }) => command !== 'sleep infinity')

  async function openBoth() {
    const open = (carrier: 'engine' | 'pty') =>
      room.open({ target: { is: 'container', containerId: id }, carrier, cols: 80, rows: 24 })
    const terminals = [await open('engine'), await open('pty')]
    const people = terminals.map((terminal) => drive(streams, terminal.id))
    for (const person of people) {
      person.type('echo re""ady\n')
      await person.until(/ready/, 60_000)
    }
    return { terminals, people }
  }

  // Frozen first: that engine goes on afterwards, with its container and with what runs there.
  test.each([
    ['frozen', 'freeze'],
    ['killed', 'kill'],
    ['restarted', 'term'],
  ] as const)(
    'neither carrier says that the shell exited when it is %s: both offer to connect again, and closing leaves nothing',
    async (_, how) => {
      await connected()
      if (!(await engine.containers.inspect(id)).running) await engine.containers.start(id)
      const { terminals, people } = await openBoth()
      await rig.stopEngine(how)
      if (how === 'term') await rig.startEngine()
      for (const person of people) expect((await person.ended).reason).toBe('lost')
      const refusals = (await now()).map(({ state }) => (state.is === 'lost' ? state.refusal : null))
      // One that is restarted in good order stops its containers first, which may be what is seen.
      for (const refusal of refusals)
        if (how !== 'term' || refusal?.code !== 'ContainerExited')
          expect(refusal).toMatchObject({ code: 'EngineDown', actions: ['reconnect'] })
      if (how !== 'term') await rig.startEngine()
      await connected()
      for (const terminal of terminals) await room.close(terminal.id)
      const { running } = await engine.containers.inspect(id)
      expect(running ? await shellsIn(id) : []).toEqual([])
      expect(await now()).toEqual([])
    },
  )

  test('quitting does not wait for an engine that hangs, and the next start ends what was left', async () => {
    await connected()
    if (!(await engine.containers.inspect(id)).running) await engine.containers.start(id)
    await openBoth()
    await rig.stopEngine('freeze')
    const begun = performance.now()
    await room.dispose()
    // Not a measurement: without its own deadline it would wait for the engine's, four times as long.
    expect(performance.now() - begun).toBeLessThan(5000)
    await rig.startEngine()
    await connected()
    expect((await shellsIn(id)).length).toBeGreaterThan(0)
    // This process lives, so nobody takes what it left; a dead one's record says who it was.
    const [name = ''] = await readdir(join(folder, 'terminals'))
    const file = join(folder, 'terminals', name)
    const record = await readFile(file, 'utf8')
    await writeFile(file, record.replace(`/${process.pid}/`, '/4194305/'))
    const log = () => undefined
    room = createTerminals({ engine, streams, env: process.env, stateFolder: folder, log })
    await eventually(async () => (await shellsIn(id)).length === 0, 60_000)
    await eventually(async () => (await readdir(join(folder, 'terminals'))).length === 0, 60_000)
  })
})
