import { execFile } from 'node:child_process'
import { chown, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { labels } from '../../shared/model/labels'
import { defaultSpec, type LaunchSpec } from '../../shared/model/launch-spec'
import { createJupyter } from '../jupyter'
import type { JupyterServer } from '../services'
import { ended, openStage, type Stage } from './stage'

const run = promisify(execFile)
const NoticesSchema = z.object({ settings: z.record(z.string(), z.unknown()) })
const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`\nSKIPPED: launches cannot be tried here: ${why}\n\n`)

describe.skipIf(why !== null)('a launch on a real engine', () => {
  let rig: Rig
  let stage: Stage
  let project: string
  let before: Set<string>

  beforeAll(async () => {
    rig = await up()
    stage = await openStage(rig)
  })
  afterAll(async () => {
    await stage.dispose()
  })
  beforeEach(async () => {
    before = new Set(await ids())
    project = join(stage.folder, `project-${Math.random().toString(36).slice(2, 8)}`)
    await mkdir(project)
    // Berth is root here: the folder's owner is somebody else, or nothing about ownership would be shown.
    await chown(project, 1234, 1235)
  })
  afterEach(async () => {
    for (const id of await made()) await stage.engine.containers.remove(id, { volumes: true })
  })

  /** Containers of this test's folder and helpers; others use the same engine. */
  async function ids(): Promise<string[]> {
    const all = await stage.engine.containers.list()
    const mine = all.filter(
      (each) =>
        each.labels[labels.folder]?.startsWith(stage.folder) ||
        (each.labels[labels.task] && !each.labels[labels.environment]),
    )
    return mine.map(({ id }) => id)
  }
  const made = async () => (await ids()).filter((id) => !before.has(id))

  function spec(change: Partial<LaunchSpec> = {}): LaunchSpec {
    const base = defaultSpec({
      image: rig.images.jupyter,
      entry: '',
      projectFolder: project,
      gpus: { is: 'none' },
    })
    return { ...base, ...change }
  }

  async function launched(change: Partial<LaunchSpec> = {}) {
    const { taskId } = await stage.launch.start(spec(change))
    const task = await stage.until(taskId, ended)
    if (task.state.is !== 'done') throw new Error(JSON.stringify(task.state))
    return { task, containerId: task.state.containerId }
  }

  async function refusedWith(change: Partial<LaunchSpec> = {}) {
    const { taskId } = await stage.launch.start(spec(change))
    const { state } = await stage.until(taskId, ended)
    if (state.is !== 'failed') throw new Error(`not refused: ${JSON.stringify(state)}`)
    return state.refusal
  }

  const docker = async (...args: string[]) =>
    (await run('docker', args, { env: { ...process.env, ...rig.env }, maxBuffer: 2 ** 24 })).stdout

  async function ask(server: JupyterServer, path: string, init: RequestInit = {}) {
    const headers = { authorization: `token ${server.token}` }
    return await fetch(`http://${server.host}:${server.port}${path}`, { ...init, headers })
  }

  it('ends with a JupyterLab that answers on loopback, and names its environment', async () => {
    const { task, containerId } = await launched()
    const server = await stage.jupyter.ready(containerId)
    expect((await ask(server, '/lab')).status).toBe(200)
    expect(task.plan.steps.map(({ id }) => id)).toEqual(['check', 'create', 'start', 'wait', 'open'])
    expect(task.step).toBe(task.plan.steps.length - 1)
    expect(task.stepSeconds).toHaveLength(4)
    const { ports } = await stage.engine.containers.inspect(containerId)
    expect(ports.map(({ hostIp }) => hostIp)).toEqual(['127.0.0.1'])
    expect(stage.settings.get().recentFolders[0]).toBe(project)
  })

  it('gives the files it writes to the owner of the folder', async () => {
    const { containerId } = await launched()
    const server = await stage.jupyter.ready(containerId)
    const written = await ask(server, '/api/contents/hello.txt', {
      method: 'PUT',
      body: JSON.stringify({ type: 'file', format: 'text', content: 'hi' }),
    })
    expect(written.status).toBe(201)
    const { uid, gid } = await stat(join(project, 'hello.txt'))
    expect({ uid, gid }).toEqual({ uid: 1234, gid: 1235 })
  })

  it('has a home that can be written, a name for its user, and room in /dev/shm', async () => {
    const { task, containerId } = await launched({ shmBytes: 128 * 2 ** 20 })
    const script =
      'touch ~/x && id -un && python3 -c "import getpass;print(getpass.getuser())" && df -m /dev/shm'
    const { stdout } = await stage.engine.containers.run(containerId, { cmd: ['sh', '-c', script] })
    expect(stdout.split('\n').slice(0, 2)).toEqual(['berth', 'berth'])
    expect(stdout).toMatch(/\b128\b/)
    expect(task.plan.user).toEqual({ uid: 1234, gid: 1235 })
  })

  it('has a JupyterLab that neither asks for news nor looks for updates, until its user says otherwise', async () => {
    const { containerId } = await launched()
    const server = await stage.jupyter.ready(containerId)
    const notices = '/lab/api/settings/@jupyterlab/apputils-extension:notification'
    const read = async () => NoticesSchema.parse(await (await ask(server, notices)).json()).settings
    expect(await read()).toEqual({ fetchNews: 'false', checkForUpdates: false })
    const changed = await ask(server, notices, {
      method: 'PUT',
      body: JSON.stringify({ raw: '{ "checkForUpdates": true }' }),
    })
    expect(changed.status).toBe(204)
    expect(await read()).toEqual({ checkForUpdates: true })
  })

  it('shows its token neither to inspect, nor to the process list, nor to other users', async () => {
    const { containerId } = await launched()
    const { token } = await stage.jupyter.ready(containerId)
    expect(token).toMatch(/^[0-9a-f]{64}$/)
    expect(await docker('inspect', containerId)).not.toContain(token)
    const processes = await docker('top', containerId, '-eo', 'pid,args')
    expect(processes).toContain('jupyter-lab')
    expect(processes).not.toContain(token)
    expect(await docker('logs', containerId)).not.toContain(token)
    const { stdout } = await stage.engine.containers.run(containerId, {
      cmd: ['stat', '-c', '%a %u', '/run/berth/token'],
    })
    expect(stdout.trim()).toBe('400 1234')
  })

  it('answers nobody without the token, and no other host name', async () => {
    const { task, containerId } = await launched()
    const server = await stage.jupyter.ready(containerId)
    const none = await fetch(`http://127.0.0.1:${server.port}/api/status`)
    expect(none.status).toBe(403)
    const status = async (host: string) => {
      const url = `http://127.0.0.1:${server.port}/api/status`
      const args = ['-s', '-o', '/dev/null', '-w', '%{http_code}']
      const { stdout } = await run('curl', [
        ...args,
        '-H',
        `Host: ${host}`,
        '-H',
        `Authorization: token ${server.token}`,
        url,
      ])
      return stdout
    }
    expect(await status(`${server.environmentId}.localhost:8080`)).toBe('200')
    expect(await status('localhost')).toBe('200')
    expect(await status('127.0.0.1')).toBe('200')
    expect(await status('evil.example')).toBe('403')
    expect(task.name).toBe(project.split('/').at(-1))
  })

  it('keeps its port and its token over a restart, and another Berth finds it', async () => {
    const { containerId } = await launched()
    const server = await stage.jupyter.ready(containerId)
    await stage.engine.containers.restart(containerId)
    const other = createJupyter({ engine: stage.engine, log: () => undefined })
    try {
      expect(await other.ready(containerId)).toEqual(server)
      expect(await other.find(server.environmentId)).toEqual(server)
      await stage.engine.containers.stop(containerId, { seconds: 0 })
      const gone = async () => (await stage.jupyter.find(server.environmentId)) === null
      await expect.poll(gone, { timeout: 10_000 }).toBe(true)
    } finally {
      await other.dispose()
    }
  })

  it('tells apart two launches of one folder, and refuses a typed name that is taken', async () => {
    const [one, two] = await Promise.all([launched(), launched()])
    const names = [one.task.name, two.task.name].sort()
    const base = project.split('/').at(-1) ?? ''
    expect(names).toEqual([base, `${base}-2`])
    expect((await refusedWith({ name: base })).code).toBe('NameTaken')
  })

  it('takes the cards that were chosen, and says which', async () => {
    const sample = await stage.gpus.sample()
    if (sample.is !== 'live') throw new Error(JSON.stringify(sample))
    const second = sample.cards[1]?.uuid ?? ''
    const { task, containerId } = await launched({ gpus: { is: 'cards', uuids: [second] } })
    expect(task.plan.gpus.map(({ uuid }) => uuid)).toEqual([second])
    const seen = await stage.engine.containers.run(containerId, { cmd: ['nvidia-smi', '-L'] })
    expect(seen.stdout.match(/GPU-[\w-]+/g)).toEqual([second])
    const other = await launched({ gpus: { is: 'least-busy', count: 1 } })
    expect(other.task.plan.gpus.map(({ uuid }) => uuid)).not.toContain(second)
  })

  it('shows a docker command that does the same when a person runs it', async () => {
    const { dockerCommand, name } = await stage.launch.plan(spec({ name: `by-hand-${Date.now()}` }))
    const env = { ...process.env, ...rig.env, HOME: stage.folder }
    try {
      await run('sh', ['-euc', dockerCommand], { env })
      const token = await readFile(join(stage.folder, `.berth-token-${name}`), 'utf8')
      const port = /--publish 127\.0\.0\.1:(\d+):8888/.exec(dockerCommand)?.[1] ?? ''
      const status = async () => {
        const url = `http://127.0.0.1:${port}/api/contents/by-hand.txt`
        const body = JSON.stringify({ type: 'file', format: 'text', content: 'hi' })
        const headers = { authorization: `token ${token}` }
        return await fetch(url, { method: 'PUT', body, headers }).then(
          (reply) => reply.status,
          () => 0,
        )
      }
      await expect.poll(status, { timeout: 30_000, interval: 250 }).toBe(201)
      expect((await stat(join(project, 'by-hand.txt'))).uid).toBe(1234)
    } finally {
      await docker('rm', '--force', '--volumes', name)
    }
  })
})
