import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import type { ShellWish, Terminal } from '../../shared/contract/terminals'
import { refusalFrom } from '../../shared/model/refusal'
import type { CreateSpec, Engine } from '../engine'
import type { TerminalRoom } from '../services'
import { createStreamRegistry } from '../streams'
import { createTerminals } from '.'
import { noWish } from './container-shell'
import { drive, eventually } from './driver'
import { engineOf, startContainer } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Shells in real containers are not tested: ${why}\n`)

const patience = 60_000
const run = promisify(execFile)
const streams = createStreamRegistry({ log: () => undefined })
const made: string[] = []
let rig: Rig
let engine: Engine
let room: TerminalRoom
let folder = ''
let tools = ''

async function container(spec: Partial<CreateSpec> & { image: string }): Promise<string> {
  const id = await startContainer(engine, spec)
  made.push(id)
  return id
}

type Wanted = { carrier: 'engine' | 'pty'; wish?: Partial<ShellWish>; in?: string }

const open = ({ carrier, wish = {}, in: containerId = tools }: Wanted) =>
  room.open({
    ...{ target: { is: 'container', containerId }, carrier, cols: 90, rows: 30 },
    shell: { ...noWish, ...wish },
  })

const stateOf = async (id: string): Promise<Terminal['state'] | undefined> => {
  for await (const all of room.watch(AbortSignal.timeout(patience)))
    return all.find((one) => one.id === id)?.state
  return undefined
}

const commandsIn = async (id: string) => (await engine.containers.top(id)).map(({ command }) => command)

const docker = (...args: string[]) => run('docker', args, { env: { ...process.env, ...rig.env } })

const refusalOf = (promise: Promise<unknown>) =>
  promise.then(() => null).catch((error: unknown) => refusalFrom(error))

beforeAll(async () => {
  if (why !== null) return
  rig = await up()
  engine = await engineOf(rig)
  folder = await mkdtemp(join(tmpdir(), 'berth-terminal-'))
  const env = { ...process.env, ...rig.env }
  room = createTerminals({ engine, streams, env, stateFolder: folder, log: () => undefined })
  tools = await container({
    image: await rig.tools(),
    env: ['HOME=/workspace'],
    binds: [{ source: folder, target: '/workspace', readOnly: false }],
  })
})

afterAll(async () => {
  if (why !== null) return
  await room.dispose()
  for (const id of made) await engine.containers.remove(id)
  await engine.dispose()
  await rm(folder, { recursive: true, force: true })
})

describe.skipIf(why !== null)('the shells to choose from', () => {
  test('are those of the image, its users’ own first', async () => {
    const choices = await room.choices({ is: 'container', containerId: tools })
    const names = choices.programs.map((program) => program.slice(program.lastIndexOf('/') + 1))
    expect(names).toEqual(['bash', 'zsh', 'fish', 'sh'])
    expect(choices.users).toEqual(['root', 'ada'])
    expect(choices.workingDir).toBe('/workspace')
    const adas = await container({ image: await rig.tools(), user: '1000', workingDir: '/home/ada' })
    const hers = await room.choices({ is: 'container', containerId: adas })
    expect([hers.programs[0], hers.users, hers.workingDir]).toEqual([
      '/usr/bin/zsh',
      ['ada', 'root'],
      '/home/ada',
    ])
    expect((await room.choices({ is: 'host' })).programs).toContain('/bin/bash')
  })

  test('are sh alone in Busybox, and none where even that is gone', async () => {
    const tiny = await container({ image: rig.images.tiny })
    expect((await room.choices({ is: 'container', containerId: tiny })).programs).toEqual(['/bin/sh'])
    await engine.containers.run(tiny, { cmd: ['/bin/sh', '-c', 'rm -f /bin/sh /bin/bash'] })
    expect((await room.choices({ is: 'container', containerId: tiny })).programs).toEqual([])
    expect(await refusalOf(open({ carrier: 'engine', in: tiny }))).toMatchObject({ code: 'ShellMissing' })
  })
})

describe.skipIf(why !== null).each(['engine', 'pty'] as const)('over the %s carrier a shell', (carrier) => {
  test('is zsh or fish, a login shell, somebody’s, and where it was wanted', async () => {
    const wish = { program: '/usr/bin/zsh', login: true, user: 'ada', workingDir: '/tmp' }
    const zsh = await open({ carrier, wish })
    expect(zsh).toMatchObject({ program: '/usr/bin/zsh', user: 'ada' })
    const person = drive(streams, zsh.id)
    person.type('echo "is=$ZSH_NAME $options[login] $USER $LOGNAME $HOME $SHELL $PWD"\n')
    await person.until(/is=zsh on ada ada \/home\/ada \/usr\/bin\/zsh \/tmp\s/, patience)
    const fish = await open({ carrier, wish: { program: '/usr/bin/fish' } })
    expect(fish).toMatchObject({ program: '/usr/bin/fish', user: null })
    const other = drive(streams, fish.id)
    // The container's own user keeps the HOME that its image or its creator gave it.
    other.type('echo "is=fish $FISH_VERSION $USER $HOME $PWD"\n')
    await other.until(/is=fish 4\S+ root \/workspace \/workspace\s/, patience)
    await Promise.all([room.close(zsh.id), room.close(fish.id)])
    expect(await commandsIn(tools)).toEqual(['sleep infinity'])
  })

  test('is refused with the engine’s own words where user, folder or program are not there', async () => {
    expect(await refusalOf(open({ carrier, wish: { user: 'nosuch' } }))).toMatchObject({
      code: 'UserUnknown',
      evidence: expect.stringContaining('unable to find user nosuch') as string,
    })
    expect(await refusalOf(open({ carrier, wish: { workingDir: '/no/such' } }))).toMatchObject({
      code: 'WorkingDirMissing',
      evidence: expect.stringContaining('no such file or directory') as string,
    })
    expect(await refusalOf(open({ carrier, wish: { program: '/no/such' } }))).toMatchObject({
      code: 'ShellMissing',
      params: { program: '/no/such' },
    })
    expect(await commandsIn(tools)).toEqual(['sleep infinity'])
  })

  test('leaves neither jobs, pipelines, stopped jobs nor sudo’s children; what left on purpose stays', async () => {
    const { id } = await open({ carrier, wish: { user: 'ada', program: '/bin/bash' } })
    const person = drive(streams, id)
    person.type('cd /tmp; sleep 7771 & nohup sleep 7772 & sleep 7773 | sleep 7774 & setsid sleep 7775 &\n')
    person.type('sleep 7776 & stop=$!; sudo sleep 7777 & (trap "" HUP TERM; sleep 7778) &\n')
    const jobs = async () => (await commandsIn(tools)).filter((line) => /^sleep 777/.test(line)).sort()
    await expect.poll(jobs, { timeout: patience }).toHaveLength(8)
    person.type('kill -STOP $stop; vim /tmp/text\n')
    await eventually(async () => (await commandsIn(tools)).includes('vim /tmp/text'), patience)
    await room.close(id)
    expect((await commandsIn(tools)).sort()).toEqual(['sleep 7775', 'sleep infinity'])
    await engine.containers.run(tools, { cmd: ['/usr/bin/pkill', '-f', 'sleep 7775'] })
  })

  test('is told to have ended with its container: killed, started again, or out of memory', async () => {
    const ends = async (id: string, ending: (person: ReturnType<typeof drive>) => Promise<unknown>) => {
      const terminal = await open({ carrier, in: id })
      const person = drive(streams, terminal.id)
      person.type('echo re""ady\n')
      await person.until(/ready/, patience)
      await ending(person)
      await person.ended
      const state = await stateOf(terminal.id)
      await room.close(terminal.id)
      return state?.is === 'lost' ? state.refusal : state
    }
    const plain = await container({ image: rig.images.plain })
    expect(await ends(plain, () => docker('kill', plain))).toMatchObject({
      code: 'ContainerExited',
      params: { code: 137 },
    })
    await engine.containers.start(plain)
    expect(await ends(plain, () => docker('restart', '--time=0', plain))).toMatchObject({
      code: 'ContainerExited',
    })
    const hungry = await container({
      image: rig.images.plain,
      cmd: ['sh', '-c', 'until [ -e /go ]; do sleep 0.1; done; exec tail /dev/zero'],
      memoryBytes: 48 * 2 ** 20,
    })
    const starved = await ends(hungry, (person) => Promise.resolve(person.type('touch /go\n')))
    expect(starved).toMatchObject({ code: 'ContainerExited', params: { code: 137, reason: 'memory' } })
  })

  test('in a paused container waits, takes its size when that goes on, and is ended then if it was closed', async () => {
    const paused = await container({ image: rig.images.plain })
    const [stays, closed] = [await open({ carrier, in: paused }), await open({ carrier, in: paused })]
    const person = drive(streams, stays.id)
    // Docker hangs when it is told to pause in the middle of starting a process: both have to be there first.
    for (const one of [person, drive(streams, closed.id)]) {
      one.type('echo re""ady\n')
      await one.until(/ready/, patience)
    }
    await docker('pause', paused)
    await room.resize(stays.id, { cols: 101, rows: 41 })
    person.type('until [ "$(tput cols)" = 101 ]; do sleep 0.1; done; echo now=$(tput cols)x$(tput lines)\n')
    expect(await refusalOf(open({ carrier, in: paused }))).toMatchObject({
      code: 'Conflict',
      params: { state: 'paused' },
    })
    await room.close(closed.id)
    await docker('unpause', paused)
    await person.until(/now=101x41/, patience)
    const shells = async () => (await commandsIn(paused)).filter((line) => /bash/.test(line)).length
    await eventually(async () => (await shells()) === 1, patience)
    await room.close(stays.id)
    expect(await commandsIn(paused)).toEqual(['sleep infinity'])
  })
})

describe.skipIf(why !== null)('a path in a terminal', () => {
  test('is found on the host where a folder is mounted, and nowhere else', async () => {
    await writeFile(join(folder, 'train.py'), '')
    const { id } = await open({ carrier: 'engine' })
    const host = await room.open({ target: { is: 'host' }, carrier: 'pty', cols: 80, rows: 24 })
    expect(await room.hostPath(id, '/workspace/./x/../train.py')).toBe(join(folder, 'train.py'))
    expect(await room.hostPath(id, '/etc/passwd')).toBeNull()
    expect(await room.hostPath(id, '/workspace/../etc/passwd')).toBeNull()
    expect(await room.hostPath(host.id, join(folder, 'train.py'))).toBe(join(folder, 'train.py'))
    const absent = await refusalOf(room.hostPath(id, '/workspace/absent'))
    expect(absent).toMatchObject({ code: 'NotFound', params: { name: join(folder, 'absent') } })
    await Promise.all([room.close(id), room.close(host.id)])
    expect(await refusalOf(room.hostPath(id, '/workspace'))).toMatchObject({ code: 'TerminalGone' })
  })
})
