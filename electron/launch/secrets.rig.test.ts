// Where a secret variable's value is, and where it is not: looked for everywhere, on a real engine.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chown, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import Conf from 'conf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { labels } from '../../shared/model/labels'
import { secretFile } from '../../shared/model/launch'
import { defaultSpec, type LaunchSpec } from '../../shared/model/launch-spec'
import { refusalOf } from '../engine/stage'
import { runCommand } from '../command-line'
import { createRooms } from '../rooms'
import { createStreamRegistry } from '../streams'
import { createTerminals } from '../terminal'
import { drive } from '../terminal/driver'
import { ended, openStage, type Stage } from './stage'

const run = promisify(execFile)
const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Tests of secret variables are skipped: ${why}\n`)

const canary = 'canary-5b1f0e'
const typed = `${canary} it's "typed" $HOME \`id\` \\ 密钥🚀\nsecond ${canary}\n\n`
const saved = `${canary}-saved`

describe.skipIf(why !== null)('a secret variable', () => {
  let rig: Rig
  let stage: Stage
  let watching: { stop(): Promise<Seen> }

  beforeAll(async () => {
    rig = await up()
    stage = await openStage(rig)
    await stage.secrets.set('WANDB_API_KEY', saved)
    watching = watchArguments()
  })
  afterAll(async () => {
    for (const id of await mine()) await stage.engine.containers.remove(id, { volumes: true })
    await stage.dispose()
  })

  const mine = async () =>
    (await stage.engine.containers.list())
      .filter((each) => each.labels[labels.folder]?.startsWith(stage.folder))
      .map(({ id }) => id)
  const docker = async (...args: string[]) =>
    (await run('docker', args, { env: { ...process.env, ...rig.env }, maxBuffer: 2 ** 24 })).stdout

  async function spec(name: string, change: Partial<LaunchSpec> = {}): Promise<LaunchSpec> {
    const projectFolder = join(stage.folder, name)
    await mkdir(projectFolder, { recursive: true })
    // Berth is root here: as somebody else's, the container runs as somebody else.
    await chown(projectFolder, 1234, 1235)
    const image = rig.images.jupyter
    return {
      ...defaultSpec({ image, entry: '', projectFolder, gpus: { is: 'none' } }),
      env: [
        { name: 'HF_TOKEN', value: typed },
        { name: 'MY_THING', value: saved, secret: true },
        { name: 'WANDB_API_KEY', value: '', saved: 'WANDB_API_KEY' },
        { name: 'PLAIN', value: 'seen' },
      ],
      ...change,
    }
  }
  const wanted = { HF_TOKEN: typed, MY_THING: saved, WANDB_API_KEY: saved, PLAIN: 'seen' }

  async function launched(what: LaunchSpec): Promise<string> {
    return await done((await stage.launch.start(what)).taskId)
  }
  async function done(taskId: string): Promise<string> {
    const { state } = await stage.until(taskId, ended)
    if (state.is !== 'done') throw new Error(`not launched: ${JSON.stringify(state)}`)
    return state.containerId
  }

  /** As Python says it, in a program that JupyterLab's own process started. */
  async function environmentOfServer(id: string): Promise<Record<string, string>> {
    const server = await stage.jupyter.ready(id)
    const ask = (path: string, init: RequestInit) =>
      fetch(`http://${server.host}:${server.port}${path}`, {
        ...init,
        headers: { authorization: `token ${server.token}` },
      })
    const made = await ask('/api/kernels', { method: 'POST', body: JSON.stringify({ name: 'python3' }) })
    expect(made.status).toBe(201)
    const script = `
import glob, json
for file in glob.glob('/proc/[0-9]*/environ'):
    try:
        line = open(file.replace('environ', 'cmdline'), 'rb').read()
        if b'ipykernel_launcher' not in line: continue
        pairs = [each.split(b'=', 1) for each in open(file, 'rb').read().split(b'\\0') if b'=' in each]
        print(json.dumps({name.decode(): value.decode() for name, value in pairs}))
        break
    except OSError: pass
`
    let said = ''
    await expect
      .poll(
        async () => {
          said = (await stage.engine.containers.run(id, { cmd: ['python3', '-c', script] })).stdout
          return said
        },
        { timeout: 30_000, interval: 300 },
      )
      .toContain('HF_TOKEN')
    return JSON.parse(said) as Record<string, string>
  }

  async function inTerminal(id: string, carrier: 'engine' | 'pty', user: string | null): Promise<string> {
    const streams = createStreamRegistry({ log: () => undefined })
    const env = { ...process.env, ...rig.env }
    const folder = join(stage.folder, 'state')
    const terminals = createTerminals({
      engine: stage.engine,
      streams,
      env,
      stateFolder: folder,
      log: () => undefined,
    })
    try {
      const shell = { program: null, login: false, user, workingDir: null }
      const size = { cols: 400, rows: 50 }
      const opened = await terminals.open({
        target: { is: 'container', containerId: id },
        carrier,
        shell,
        ...size,
      })
      const person = drive(streams, opened.id)
      person.type(`printf '<%s>' "$(printf %s "$HF_TOKEN$WANDB_API_KEY" | md5sum)"; printf '%s\\n' en'd'\n`)
      await person.until(/<[0-9a-f]{32} {2}->end/)
      return /<([0-9a-f]{32}) {2}->end/.exec(person.text())?.[1] ?? ''
    } finally {
      await terminals.dispose()
    }
  }

  it('is what it was in a kernel, byte by byte, and after a stop, a start and a restart', async () => {
    const id = await launched(await spec('kernel'))
    expect(await environmentOfServer(id)).toMatchObject(wanted)
    await stage.engine.containers.stop(id, { seconds: 0 })
    await stage.engine.containers.start(id)
    expect(await environmentOfServer(id)).toMatchObject(wanted)
    await stage.engine.containers.restart(id)
    expect(await environmentOfServer(id)).toMatchObject(wanted)
    const { stdout } = await stage.engine.containers.run(id, {
      cmd: ['stat', '-c', '%a %u', '/run/berth/env'],
    })
    expect(stdout.trim()).toBe('400 1234')
  })

  it('stands in no argument, in nothing that docker tells, and in nothing that Berth shows, prints or logs', async () => {
    const id = await launched(await spec('shown'))
    const { dockerCommand } = await stage.launch.plan(await spec('shown'))
    expect(dockerCommand).toContain('printf "export %s=\'\'\\n" HF_TOKEN MY_THING WANDB_API_KEY')
    expect(dockerCommand).toContain('--env PLAIN=seen')
    const image = rig.images.jupyter
    const told = {
      inspect: await docker('inspect', id),
      image: await docker('image', 'inspect', image),
      history: await docker('history', '--no-trunc', image),
      top: await docker('top', id, '-eo', 'pid,args'),
      logs: await docker('logs', id),
      events: await docker('events', '--since', '10m', '--until', '0s'),
      command: dockerCommand,
      tasks: JSON.stringify(await tasksNow()),
      log: stage.lines.join('\n'),
    }
    for (const [where, text] of Object.entries(told)) expect(text, where).not.toContain(canary)
    expect(told.inspect).toContain('PLAIN=seen')
    expect(await holding(stage.folder, canary)).toEqual(['settings/secrets/secrets.json'])
  })

  it.each(['engine', 'pty'] as const)(
    'is in a terminal over the %s carrier, and not in root’s',
    async (carrier) => {
      const id = await launched(await spec(`terminal-${carrier}`))
      expect(await inTerminal(id, carrier, null)).toBe(md5(`${typed}${saved}`))
      expect(await inTerminal(id, carrier, '0')).toBe(md5(''))
      await stage.engine.containers.restart(id)
      expect(await inTerminal(id, carrier, null)).toBe(md5(`${typed}${saved}`))
    },
  )

  it('is in a container without JupyterLab as well', async () => {
    const plain = { image: rig.images.plain, withoutJupyter: 'terminal-only' as const }
    const id = await launched(await spec('plain', plain))
    expect(await inTerminal(id, 'engine', null)).toBe(md5(`${typed}${saved}`))
    expect(await docker('inspect', id)).not.toContain(canary)
  })

  it('goes along when the environment is made again, and again', async () => {
    const first = await launched(await spec('again'))
    const second = await done((await stage.launch.recreate(first)).taskId)
    expect(second).not.toBe(first)
    expect(await environmentOfServer(second)).toMatchObject(wanted)
    expect(await docker('inspect', second)).not.toContain(canary)
    const third = await done((await stage.launch.recreate(second)).taskId)
    expect(await environmentOfServer(third)).toMatchObject(wanted)
  })

  it('is refused when the container’s file was changed, and the container stays as it was', async () => {
    const id = await launched(await spec('changed'))
    const cmd = ['sh', '-c', 'chmod u+w /run/berth/env && echo "touch /tmp/evil" >> /run/berth/env']
    expect(await stage.engine.containers.run(id, { cmd })).toMatchObject({ exitCode: 0 })
    const refused = await refusalOf(stage.launch.recreate(id))
    expect(refused).toMatchObject({ code: 'SecretMissing', params: { reason: 'file' } })
    expect((await stage.engine.containers.inspect(id)).running).toBe(true)
  })

  it('is still known when a launch that failed is started again with a change, from what the screen was shown', async () => {
    const gone = { is: 'cards' as const, uuids: ['GPU-not-here-any-more'] }
    const { taskId } = await stage.launch.start(await spec('change', { gpus: gone }))
    const failed = await stage.until(taskId, ended)
    expect(failed.state.is).toBe('failed')
    expect(JSON.stringify(failed)).not.toContain(canary)
    const id = await launched({ ...failed.spec, gpus: { is: 'none' } })
    expect(await environmentOfServer(id)).toMatchObject(wanted)
    stage.launch.dismiss(taskId)
    expect(await refusalOf(stage.launch.start(failed.spec))).toMatchObject({
      ...{ code: 'SecretMissing', params: { name: 'HF_TOKEN', reason: 'typed' } },
    })
  })

  it('that is not saved any more is refused before anything is made', async () => {
    const env = [{ name: 'HF_TOKEN', value: '', saved: 'NOT_SAVED' }]
    expect(await refusalOf(stage.launch.start(await spec('missing', { env })))).toMatchObject({
      ...{ code: 'SecretMissing', params: { name: 'NOT_SAVED' } },
    })
  })

  it('of a name that shells keep for themselves is refused before anything is made; as a plain variable it is there', async () => {
    const before = await mine()
    const secret = await spec('kept', { env: [{ name: 'UID', value: canary, secret: true }] })
    const { state } = await stage.until((await stage.launch.start(secret)).taskId, ended)
    expect(state).toMatchObject({
      ...{ is: 'failed', refusal: { code: 'InvalidInput', params: { field: 'secret', name: 'UID' } } },
    })
    expect(await mine()).toEqual(before)
    const env = [
      { name: 'UID', value: '4711' },
      { name: 'HF_TOKEN', value: typed },
    ]
    const id = await launched(await spec('kept', { env }))
    expect(await environmentOfServer(id)).toMatchObject({ UID: '4711', HF_TOKEN: typed })
  })

  it('is in no bundle, no log and no file of the whole app, even where somebody says it under an odd name', async () => {
    const folder = join(stage.folder, 'whole')
    const lines: string[] = []
    const rooms = await createRooms({
      ...{ mode: 'headless', version: '0', folder, env: { ...process.env, ...rig.env } },
      openStore: ({ folder: cwd, name }) => new Conf<Record<string, unknown>>({ cwd, configName: name }),
      log: (line) => lines.push(line),
      recentLog: () => lines,
    })
    const said: string[] = []
    const berth = (args: string[], input = '') =>
      runCommand(args, {
        ...{ out: (text) => said.push(text), err: (text) => said.push(text), log: rooms.log },
        ...{ input: () => Promise.resolve(input), env: { HF_TOKEN: typed }, version: '0', pageFolder: '' },
        ...{ rooms: () => Promise.resolve(rooms), signal: AbortSignal.timeout(60_000) },
      })
    try {
      const { diagnostics } = rooms.services
      expect(await berth(['secrets', 'set', 'WANDB_API_KEY'], `${saved}\n`)).toBe(0)
      expect(said).toContain(
        'Kept unencrypted in a file only you can read: outside the desktop app there is no key ring.',
      )
      expect(said).toContain('WANDB_API_KEY is saved.')
      expect(await berth(['secrets', 'remove', 'NOBODY'])).toBe(2)
      expect(await berth(['secrets'])).toBe(0)
      expect(said).toContain('WANDB_API_KEY  unencrypted, in a file only you can read')
      const { image, projectFolder } = await spec('whole-app')
      const which = ['--image', image, '--folder', projectFolder, '--gpus', 'none', '--json']
      const code = await berth(['launch', ...which, '--env', 'HF_TOKEN', '--secret', 'WANDB_API_KEY'])
      expect(code, said.join('\n')).toBe(0)
      const { containerId } = JSON.parse(said.find((text) => text.startsWith('{')) ?? '{}') as {
        containerId: string
      }
      expect(await environmentOfServer(containerId)).toMatchObject({ HF_TOKEN: typed, WANDB_API_KEY: saved })
      expect(await docker('inspect', containerId)).not.toContain(canary)
      expect(said.join('\n')).not.toContain(canary)
      rooms.log(`odd: wandbKey ${saved} and (${JSON.stringify(typed)})`)
      lines.push(`from somewhere else: x=${saved}`)
      const { text } = await diagnostics.read()
      expect(text).toContain('odd: wandbKey <removed>')
      expect(text).toContain('from somewhere else')
      expect(text).not.toContain(canary)
      expect(lines.filter((line) => line.includes(canary))).toEqual([`from somewhere else: x=${saved}`])
      expect(await holding(folder, canary)).toEqual(['secrets/secrets.json'])
    } finally {
      await rooms.dispose()
    }
  })

  it('is there as well where a person runs the printed command, with the values written into its file', async () => {
    const name = `by-hand-${process.pid}`
    const { dockerCommand } = await stage.launch.plan(await spec('by-hand', { name }))
    const home = join(stage.folder, 'hand')
    await mkdir(home)
    const lines = dockerCommand.split('\n')
    const at = lines.findIndex((line) => line.includes('printf "export'))
    const env = { ...process.env, ...rig.env, HOME: home }
    try {
      await run('sh', ['-euc', lines.slice(0, at + 1).join('\n')], { env })
      const file = join(home, `.berth-secrets-${name}`)
      expect(await readFile(file, 'utf8')).toBe(
        "export HF_TOKEN=''\nexport MY_THING=''\nexport WANDB_API_KEY=''\n",
      )
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      await writeFile(file, secretFile(new Map(Object.entries({ HF_TOKEN: typed, WANDB_API_KEY: saved }))))
      await run('sh', ['-euc', dockerCommand], { env })
      const environ = async () => {
        const processes = (await docker('top', name, '-eo', 'pid,args')).split('\n')
        const server = processes.find((line) => /python\S* \S*jupyter-lab/.test(line))
        const pid = server?.trim().split(' ')[0] ?? 'none'
        return await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
      }
      await expect.poll(environ, { timeout: 30_000 }).toContain(`HF_TOKEN=${typed}\0`)
      expect(await environ()).toContain(`WANDB_API_KEY=${saved}\0`)
      expect(await docker('inspect', name)).not.toContain(canary)
    } finally {
      await docker('rm', '--force', '--volumes', name)
    }
  })

  it('was in no argument of any process of this machine all the while', async () => {
    // One that says it on purpose is seen: the watch works.
    await run('sh', ['-c', 'sleep 1; :', `on-purpose ${canary}`])
    const seen = await watching.stop()
    expect(seen.looks).toBeGreaterThan(50)
    expect(seen.lines.map((line) => line.split('\0'))).toEqual([
      ['sh', '-c', 'sleep 1; :', `on-purpose ${canary}`, ''],
    ])
  })

  async function tasksNow() {
    for await (const all of stage.launch.tasks(AbortSignal.timeout(5_000))) return all
    return []
  }
})

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** Files below a folder in which a text stands. */
async function holding(folder: string, text: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const each of all.filter((entry) => entry.isFile())) {
    const path = join(each.parentPath, each.name)
    if ((await readFile(path)).includes(text)) found.push(relative(folder, path))
  }
  return found
}

type Seen = { looks: number; lines: string[] }

/** The arguments of every process of this machine that held the canary, until it is stopped. */
function watchArguments(): { stop(): Promise<Seen> } {
  const seen = new Set<string>()
  const stop = new AbortController()
  let looks = 0
  const watching = (async () => {
    while (!stop.signal.aborted) {
      const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
      for (const pid of pids) {
        const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
        if (line.includes(canary)) seen.add(line)
      }
      looks += 1
      await pause(20)
    }
  })()
  return {
    async stop() {
      stop.abort()
      await watching
      return { looks, lines: [...seen] }
    },
  }
}
