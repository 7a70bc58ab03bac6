import { randomInt } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import type { Terminal } from '../../shared/contract/terminals'
import { RefusalError } from '../../shared/model/refusal'
import type { CreateSpec, Engine } from '../engine'
import type { TerminalRoom } from '../services'
import { createStreamRegistry } from '../streams'
import { createTerminals } from '.'
import { drive, eventually } from './driver'
import { engineOf, randomText, startContainer } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Terminal tests on a real engine are skipped: ${why}\n`)

const streams = createStreamRegistry({ log: () => undefined })
const [logged, made]: [string[], string[]] = [[], []]
let rig: Rig
let engine: Engine
let room: TerminalRoom
let folder = ''
async function terminalNow(id: string): Promise<Terminal | undefined> {
  for await (const all of room.watch(AbortSignal.timeout(5000))) return all.find((one) => one.id === id)
  return undefined
}

const shell = (containerId: string, carrier: 'engine' | 'pty', size = { cols: 117, rows: 31 }) =>
  room.open({ target: { is: 'container', containerId }, carrier, ...size })

const commandsIn = async (id: string) => (await engine.containers.top(id)).map(({ command }) => command)

async function container(on: Engine, spec: Partial<CreateSpec> & { image: string }): Promise<string> {
  const id = await startContainer(on, spec)
  made.push(id)
  return id
}

beforeAll(async () => {
  if (why !== null) return
  rig = await up()
  engine = await engineOf(rig)
  folder = await mkdtemp(join(tmpdir(), 'berth-terminal-'))
  room = createTerminals({
    engine,
    streams,
    env: { ...process.env, ...rig.env },
    stateFolder: folder,
    log: (line) => logged.push(line),
  })
})

afterAll(async () => {
  if (why !== null) return
  await room.dispose()
  for (const id of made) await engine.containers.remove(id)
  await engine.dispose()
  await rm(folder, { recursive: true })
})

describe.skipIf(why !== null).each(['engine', 'pty'] as const)(
  'a terminal over the %s carrier',
  (carrier) => {
    let id = ''
    beforeAll(async () => {
      id = await container(engine, {
        image: rig.images.plain,
        binds: [{ source: folder, target: '/shared', readOnly: false }],
      })
    })

    test('has its size, colours and UTF-8 from the first prompt on, in bash', async () => {
      const { id: terminal } = await shell(id, carrier)
      const person = drive(streams, terminal)
      person.type('echo "is=$0 $(tput cols)x$(tput lines) $TERM $COLORTERM $LANG 中文🚀"\n')
      await person.until(/is=\S*bash 117x31 xterm-256color truecolor C\.UTF-8 中文🚀/)
      await room.resize(terminal, { cols: 83, rows: 20 })
      person.type(
        'while [ "$(tput cols)" = 117 ]; do sleep 0.02; done; echo now=$(tput cols)x$(tput lines)\n',
      )
      await person.until(/now=83x20/)
      await room.close(terminal)
    })

    test('carries five million bytes of random text out unchanged, to a window that reads slowly', async () => {
      const text = randomText(5_000_000)
      await writeFile(join(folder, 'text'), text)
      const { id: terminal } = await shell(id, carrier)
      const slow = drive(streams, terminal, (acknowledge) => void setTimeout(acknowledge, randomInt(8)))
      slow.type("stty -opost -echo; PS1=; printf '<be''gin>'; cat /shared/text; exit\n")
      await slow.ended
      const received = slow.bytes()
      const from = received.indexOf('<begin>') + '<begin>'.length
      expect(received.subarray(from, from + text.length).equals(text)).toBe(true)
    })

    test('carries what is typed or pasted in unchanged', async () => {
      const text = randomText(300_000)
      const { id: terminal } = await shell(id, carrier)
      const person = drive(streams, terminal)
      person.type(`stty raw -echo; echo re""ady; head -c ${text.length} > /shared/in; echo do""ne\n`)
      await person.until(/ready/)
      person.type(text.toString())
      await person.until(/done/, 30_000)
      expect((await readFile(join(folder, 'in'))).equals(text)).toBe(true)
      await room.close(terminal)
    })

    test('ends with the shell’s exit code', async () => {
      const { id: terminal } = await shell(id, carrier)
      const person = drive(streams, terminal)
      person.type('exit 42\n')
      expect(await person.ended).toEqual({ reason: 'finished', detail: '' })
      expect((await terminalNow(terminal))?.state).toEqual({ is: 'exited', code: 42 })
      await room.close(terminal)
      expect(await terminalNow(terminal)).toBeUndefined()
    })

    test('tells a shell that was killed from a container that stopped', async () => {
      const { id: terminal } = await shell(id, carrier)
      const person = drive(streams, terminal)
      person.type('kill -KILL $$\n')
      await person.ended
      expect((await terminalNow(terminal))?.state).toEqual({ is: 'exited', code: 137 })
    })

    test('says that the container stopped when it stops underneath', async () => {
      const stopping = await container(engine, { image: rig.images.plain })
      const { id: terminal } = await shell(stopping, carrier)
      const person = drive(streams, terminal)
      person.type('echo re""ady\n')
      await person.until(/ready/)
      await engine.containers.stop(stopping, { seconds: 0 })
      expect(await person.ended).toEqual({ reason: 'lost', detail: 'ContainerExited' })
      expect((await terminalNow(terminal))?.state).toMatchObject({
        is: 'lost',
        refusal: { code: 'ContainerExited' },
      })
      await room.close(terminal)
    })

    test('says that the container is gone when it is removed underneath', async () => {
      const removed = await container(engine, { image: rig.images.plain })
      const { id: terminal } = await shell(removed, carrier)
      const person = drive(streams, terminal)
      await engine.containers.remove(removed)
      expect(await person.ended).toMatchObject({ reason: 'lost' })
      expect((await terminalNow(terminal))?.state.is).toBe('lost')
    })

    test('leaves nothing in the container when it is closed', async () => {
      const { id: terminal } = await shell(id, carrier)
      const person = drive(streams, terminal)
      person.type(
        'sleep 7771 & nohup sleep 7772 & (trap "" HUP TERM; sleep 7773) & bash -c "sleep 7774; true"\n',
      )
      await eventually(
        async () => (await commandsIn(id)).filter((line) => /^sleep 777/.test(line)).length === 4,
      )
      await room.close(terminal)
      expect(await commandsIn(id)).toEqual(['sleep infinity'])
      expect(logged).toEqual([])
    })

    test('leaves alone what left its session on purpose, as tmux does', async () => {
      const detached = await container(engine, { image: rig.images.plain })
      const { id: terminal } = await shell(detached, carrier)
      const person = drive(streams, terminal)
      person.type('setsid sleep 8881 & echo re""ady\n')
      await person.until(/ready/)
      await eventually(async () => (await commandsIn(detached)).includes('sleep 8881'))
      await room.close(terminal)
      expect((await commandsIn(detached)).sort()).toEqual(['sleep 8881', 'sleep infinity'])
    })

    test('leaves alone a session that was given the number of one that has ended', async () => {
      const reused = await container(engine, { image: rig.images.plain })
      const [other, one] = [await shell(reused, carrier), await shell(reused, carrier)]
      const [neighbour, person] = [drive(streams, other.id), drive(streams, one.id)]
      neighbour.type('echo $$ >/tmp/neighbour; echo wri""tten; sleep 8883\n')
      await neighbour.until(/written/)
      // As tmux that was started in an earlier session with that number would carry it.
      person.type(
        'BERTH_TERMINAL="${BERTH_TERMINAL%%.*}.$(cat /tmp/neighbour)." setsid sleep 8884 & echo re""ady\n',
      )
      await person.until(/ready/)
      await eventually(async () => (await commandsIn(reused)).includes('sleep 8884'))
      await room.close(one.id)
      expect(await commandsIn(reused)).toEqual(expect.arrayContaining(['sleep 8883', 'sleep 8884']))
      await room.close(other.id)
      expect((await commandsIn(reused)).sort()).toEqual(['sleep 8884', 'sleep infinity'])
    })

    test('leaves nothing of an ordinary user’s shell either', async () => {
      const plain = await container(engine, { image: rig.images.plain, user: '1000:1000' })
      const { id: terminal } = await shell(plain, carrier)
      const person = drive(streams, terminal)
      person.type('echo uid=$(id -u); sleep 7771\n')
      await person.until(/uid=1000/)
      await room.close(terminal)
      expect(await commandsIn(plain)).toEqual(['sleep infinity'])
    })

    test('finds sh where there is no bash, and closes cleanly there too', async () => {
      const tiny = await container(engine, { image: rig.images.tiny })
      const { id: terminal } = await shell(tiny, carrier)
      const person = drive(streams, terminal)
      person.type('echo 中文; sleep 7771 &\n')
      await person.until(/\n中文/)
      await room.close(terminal)
      expect(await commandsIn(tiny)).toEqual(['sleep infinity'])
      expect(logged).toEqual([])
    })

    test('refuses a container that is not running, and one that is not there', async () => {
      const stopped = await container(engine, { image: rig.images.plain })
      await engine.containers.stop(stopped, { seconds: 0 })
      await expect(shell(stopped, carrier)).rejects.toMatchObject({ refusal: { code: 'Conflict' } })
      await expect(shell('no-such-container', carrier)).rejects.toMatchObject({
        refusal: { code: 'NotFound' },
      })
    })
  },
)

describe.skipIf(why !== null)('the terminal room', () => {
  test('refuses the pty carrier where there is no docker command line', async () => {
    const id = await container(engine, { image: rig.images.plain })
    const bare = createTerminals({
      ...{ engine, streams, stateFolder: folder },
      env: { PATH: folder },
      log: () => undefined,
    })
    const refused = bare.open({
      target: { is: 'container', containerId: id },
      carrier: 'pty',
      cols: 80,
      rows: 24,
    })
    await expect(refused).rejects.toMatchObject({ refusal: { code: 'CarrierMissing' } })
  })

  test('closes every shell when the app quits', async () => {
    const id = await container(engine, { image: rig.images.plain })
    const quitting = createTerminals({
      ...{ engine, streams, stateFolder: folder },
      env: process.env,
      log: () => undefined,
    })
    for (const carrier of ['engine', 'engine'] as const)
      await quitting.open({ target: { is: 'container', containerId: id }, carrier, cols: 80, rows: 24 })
    expect((await commandsIn(id)).length).toBe(3)
    await quitting.dispose()
    expect(await commandsIn(id)).toEqual(['sleep infinity'])
  })

  test('opens a shell on the host', async () => {
    const { id: terminal, carrier } = await room.open({
      target: { is: 'host' },
      carrier: 'engine',
      cols: 80,
      rows: 24,
    })
    expect(carrier).toBe('pty')
    const person = drive(streams, terminal)
    person.type('echo pid=$$\n')
    await person.until(/pid=\d+/)
    await room.close(terminal)
  })

  test('knows nothing of a terminal that is closed', async () => {
    await expect(room.resize('aaaaaaaaaaaaaaaa', { cols: 80, rows: 24 })).rejects.toThrow(RefusalError)
    await room.close('aaaaaaaaaaaaaaaa')
  })
})
