// Words that would be options, paths or other containers' folders, given to a launch: by the command line, and by a page through the contract.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Page } from '@playwright/test'
import { z } from 'zod'
import { docker } from '../app/docker'
import { put, test, type Ground } from './stage'

const run = promisify(execFile)
const cli = join(import.meta.dirname, '../../out/main/cli.js')

const images = [
  ...[
    '-v',
    '--privileged',
    '--volume=/:/host',
    '../../etc',
    '/etc/passwd',
    'a:b:ro',
    'Berth/Lab',
    'lab:1 --privileged',
  ],
  ...[
    'lab:1\n--privileged',
    'lab@sha256:short',
    'file:///etc/passwd',
    'lab:1;reboot',
    '$(reboot)',
    'lab:1\u202e',
    '',
  ],
]
const names = [
  '-v',
  '--privileged',
  '../x',
  'a/b',
  'a:b:ro',
  'x\ny',
  'x y',
  '$(reboot)',
  '\u202ex',
  'x'.repeat(64),
]
const places = [
  ...[
    'data',
    'data:/data:ro',
    'weights',
    '-v',
    '--privileged',
    './x',
    '../../etc',
    '',
    'file:///etc',
    '\\\\server\\share',
  ],
  '/tmp\0/etc',
]
const targets = ['data', '-v', '../x', '', '/data:ro', '/data\0', '/data:/etc']
const variables = ['-v', 'A=B', 'A B', 'LD_PRELOAD\n', '', '--env-file']
const cards = ['all;--privileged', '--privileged', 'GPU-x,--device=/dev/sda', '/dev/sda', '0', 'GPU-a\nGPU-b']

/** What the engine was asked to make, fetch or start while this ran. */
async function askedOfTheEngine({ on }: Ground, body: () => Promise<void>): Promise<string[]> {
  const since = String(Date.now() / 1000)
  const before = await docker(on.rig, ['ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.Names}}'])
  await body()
  const after = await docker(on.rig, ['ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.Names}}'])
  expect(after).toBe(before)
  const events = await docker(on.rig, [
    ...['events', '--since', since, '--until', String(Date.now() / 1000)],
    ...['--format', '{{.Type}} {{.Action}} {{.Actor.ID}}'],
  ])
  return events
    .split('\n')
    .filter((line) => /^(container (create|start|commit)|image|volume|network)/.test(line))
}

test('By the command line no image, name, folder, variable or card is an option, and what is none is refused before the engine is asked', async ({
  ground,
}) => {
  test.setTimeout(180_000)
  const { on } = ground
  const folder = join(on.project, 'attacker')
  const good = { image: on.rig.images.plain, folder, name: 'hostile-launch', gpus: 'none' }
  const launches: Record<string, string>[] = [
    ...images.slice(0, -1).map((image) => ({ ...good, image })),
    ...names.map((name) => ({ ...good, name })),
    ...cards.map((gpus) => ({ ...good, gpus })),
    ...['/', '/etc', '/proc/1/root', '/var/run', '/root', join(folder, 'told.json'), `${folder}:/etc:ro`].map(
      (place) => ({ ...good, folder: place }),
    ),
    ...['A B=c', '-v', '=x', 'HOME=/etc', 'JUPYTER_TOKEN=x'].map((env) => ({ ...good, env })),
  ]
  await put(on, 'attacker', 'told.json', '{}')
  const asked = await askedOfTheEngine(ground, async () => {
    for (const launch of launches) {
      const words = Object.entries(launch).map(([name, value]) => `--${name}=${value}`)
      const told = await run(process.execPath, [cli, 'launch', ...words, '--json'], {
        env: { ...process.env, ...on.env, BERTH_HOME: join(on.profile, '..', 'cli') },
        timeout: 60_000,
      }).then(
        ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
        (error: unknown) =>
          z.object({ code: z.number(), stdout: z.string(), stderr: z.string() }).parse(error),
      )
      expect.soft(told.stdout, words.join(' ')).toBe('')
      expect.soft(told.code, `${words.join(' ')}: ${told.stderr}`).toBeGreaterThan(0)
      // A sentence, not a stack; and what was given stands in it as what it is.
      expect.soft(told.stderr, words.join(' ')).not.toMatch(/\n\s+at |undefined|\u202e/)
      expect.soft(told.stderr.trim(), words.join(' ')).not.toBe('')
    }
  })
  expect(asked).toEqual([])
})

/** One call, as a page that means ill sends it: past our own client and whatever that checks. */
function call(page: Page, path: string, input: unknown): Promise<string> {
  return page.evaluate(
    ({ path: to, input: json }) =>
      new Promise<string>((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/rpc`)
        socket.onerror = () => reject(new Error('no connection'))
        socket.onopen = () => socket.send(JSON.stringify({ i: '1', p: { u: to, b: { json } } }))
        socket.onmessage = ({ data }: MessageEvent<string | Blob>) => {
          void (typeof data === 'string' ? Promise.resolve(data) : data.text()).then(resolve)
          socket.close()
        }
      }),
    { path, input },
  )
}

const TasksSchema = z.object({
  p: z.object({
    d: z.object({
      json: z.array(z.object({ state: z.object({ is: z.string() }), spec: z.unknown() })),
    }),
  }),
})

/** What came of the launches that were taken on: the first that the watch of them says. */
function tasksOf(page: Page): Promise<unknown> {
  return page.evaluate(
    () =>
      new Promise<unknown>((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/rpc`)
        socket.onerror = () => reject(new Error('no connection'))
        socket.onopen = () => socket.send(JSON.stringify({ i: '1', p: { u: '/launch/tasks', b: {} } }))
        socket.onmessage = ({ data }: MessageEvent<string>) => {
          const said = JSON.parse(data) as { t?: number }
          // The answer's head comes first, then the events.
          if (said.t !== 3) return
          socket.close()
          resolve(said)
        }
      }),
  )
}

test('Through the contract a page names no volume, no option and no foreign folder: each is refused before the engine is asked', async ({
  ground,
  served,
}) => {
  const { on } = ground
  const projectFolder = join(on.project, 'attacker')
  const good = {
    ...{ name: '', image: on.rig.images.plain, entry: '', projectFolder, gpus: { is: 'none' } },
    ...{ memoryBytes: null, cpus: null, shmBytes: null, env: [], mounts: [], restart: 'no' },
    withoutJupyter: 'terminal-only',
  }
  const mount = { source: projectFolder, target: '/data', readOnly: false }
  const wrong: object[] = [
    ...images.map((image) => ({ image })),
    ...names.map((name) => ({ name })),
    ...places.map((source) => ({ mounts: [{ ...mount, source }] })),
    ...places.map((place) => ({ projectFolder: place })),
    ...targets.map((target) => ({ mounts: [{ ...mount, target }] })),
    ...variables.map((name) => ({ env: [{ name, value: 'x' }] })),
    ...cards.map((uuid) => ({ gpus: { is: 'cards', uuids: [uuid] } })),
    ...[
      { is: 'devices', devices: ['/dev/sda'] },
      { is: 'count', count: '--privileged' },
    ].map((gpus) => ({ gpus })),
    ...['--privileged', 'always:1'].map((restart) => ({ restart })),
  ]
  const foreign = ['/', '/var/run', '/run', '/proc', '/dev', '/root/.ssh', `${projectFolder}:/etc:ro`]
  const judgedHere: object[] = [
    ...foreign.map((source) => ({ mounts: [{ ...mount, source }] })),
    { env: [{ name: 'HOME', value: 'x' }] },
  ]
  const asked = await askedOfTheEngine(ground, async () => {
    for (const part of [...wrong, ...judgedHere]) {
      const answer = await call(served.page, '/launch/start', { ...good, ...part })
      // What is not a launch at all is refused at once; what is judged by this machine, as a launch that fails.
      expect.soft(answer, JSON.stringify(part)).toMatch(/"code":"REFUSED"|"taskId"/)
    }
    const states = async () =>
      TasksSchema.parse(await tasksOf(served.page)).p.d.json.map(({ state, spec }) => ({
        is: state.is,
        spec,
      }))
    const end = async () => (await states()).filter(({ is }) => is === 'running').length
    await expect.poll(end).toBe(0)
    expect((await states()).filter(({ is }) => is !== 'failed')).toEqual([])
    expect(await states()).toHaveLength(judgedHere.length)
    for (const id of ['--all', '../x', 'x?force=1', 'a/b', 'x%2fy', '-f', '', 'a b', 'x\n'])
      for (const path of [
        '/containers/remove',
        '/containers/stop',
        '/containers/start',
        '/launch/recreate',
      ]) {
        const answer = await call(served.page, path, { id, containerId: id, withVolumes: true })
        expect.soft(answer, `${path} ${JSON.stringify(id)}`).toContain('"code":"InvalidInput"')
      }
  })
  expect(asked).toEqual([])
  // The same call without any of it is a launch.
  const plan = await call(served.page, '/launch/plan', good)
  expect(plan).toContain('"dockerCommand"')
})
