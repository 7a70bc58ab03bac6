import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Conf from 'conf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { createRooms, type Rooms } from '../rooms'
import type { Engine } from '../engine'
import { eventually } from './driver'
import { engineOf, startContainer } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`What a Berth that died leaves is not tested: ${why}\n`)

const patience = 90_000

describe.skipIf(why !== null)('a Berth that was killed', () => {
  const children: ChildProcess[] = []
  let rig: Rig
  let engine: Engine
  let rooms: Rooms | null = null
  let folder = ''
  const containers: string[] = []

  beforeAll(async () => {
    rig = await up()
    engine = await engineOf(rig)
    folder = await mkdtemp(join(tmpdir(), 'berth-terminal-'))
    for (const image of [rig.images.plain, rig.images.plain])
      containers.push(await startContainer(engine, { image }))
  })
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await rooms?.dispose()
    for (const id of containers) await engine.containers.remove(id)
    await engine.dispose()
    await rm(folder, { recursive: true, force: true })
  })

  /** Settles when its terminals are open and their jobs run. */
  async function startBerth(containerId: string, mark: string): Promise<ChildProcess> {
    const file = join(import.meta.dirname, 'abandoned.child.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', file, folder, containerId, mark], {
      env: { ...process.env, ...rig.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    await once(child.stdout, 'data', { signal: AbortSignal.timeout(patience) })
    return child
  }

  const commandsIn = async (id: string) =>
    (await engine.containers.top(id)).map(({ command }) => command).sort()
  const jobs = (mark: string) => [`sleep ${mark}1`, `sleep ${mark}1`, `sleep ${mark}2`, `sleep ${mark}2`]

  test('has its shells ended by the next one, which leaves those of another that runs, and forgets a container that stopped', async () => {
    const [shared = '', stopping = ''] = containers
    const killed = [await startBerth(shared, '771'), await startBerth(stopping, '772')]
    await startBerth(shared, '881')
    for (const child of killed) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await engine.containers.stop(stopping, { seconds: 0 })
    expect(await commandsIn(shared)).toEqual(expect.arrayContaining([...jobs('771'), ...jobs('881')]))
    const records = join(folder, 'state', 'terminals')
    expect(await readdir(records)).toHaveLength(3)

    rooms = await createRooms({
      mode: 'headless',
      version: '0',
      folder,
      openStore: ({ folder: cwd, name }) => new Conf<Record<string, unknown>>({ cwd, configName: name }),
      env: { ...process.env, ...rig.env },
      log: () => undefined,
    })
    await eventually(async () => (await readdir(records)).length === 1, patience)
    const left = await commandsIn(shared)
    expect(left.filter((command) => command.startsWith('sleep'))).toEqual([...jobs('881'), 'sleep infinity'])
    expect(left.filter((command) => command.includes('bash'))).toHaveLength(2)
  })
})
