import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import type { LaunchTask } from '../../shared/contract/launch'
import { labels } from '../../shared/model/labels'
import { defaultSpec, type LaunchSpec } from '../../shared/model/launch-spec'
import { helperSpec } from './helper'
import { thisMachine } from './machine'
import { newId, thisOwner } from './owner'
import { ended, openStage, type Stage } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`\nSKIPPED: launches cannot be tried here: ${why}\n\n`)

// Engines are killed and cards vanish here: a rig of its own.
const name = 'launchroom'
/** apt unpacks a hundred packages on a busy machine. */
const installMilliseconds = 300_000

describe.skipIf(why !== null)('a launch that goes wrong', () => {
  let rig: Rig
  let stage: Stage
  let project: string
  let before: string[]

  beforeAll(async () => {
    rig = await up({ name, scenario: 'a100x2', toolkit: true })
    stage = await openStage(rig)
  })
  afterAll(async () => {
    await stage.dispose()
    await rig.down()
  })
  beforeEach(async () => {
    before = await containers()
    project = await mkdtemp(join(tmpdir(), 'berth-trouble-'))
    await chown(project, 1234, 1235)
  })
  afterEach(async () => {
    for (const id of await leftBehind()) await stage.engine.containers.remove(id, { volumes: true })
    await rm(project, { recursive: true, force: true })
  })

  const containers = async () => (await stage.engine.containers.list()).map(({ id }) => id)
  const leftBehind = async () => (await containers()).filter((id) => !before.includes(id))
  const gone = async (image: string) => {
    const found = await stage.engine.images.inspect(image)
    if (found) await stage.engine.images.remove(image)
  }

  function spec(change: Partial<LaunchSpec> = {}): LaunchSpec {
    const base = defaultSpec({
      image: rig.images.jupyter,
      entry: '',
      projectFolder: project,
      gpus: { is: 'none' },
    })
    return { ...base, ...change }
  }

  async function refusedWith(change: Partial<LaunchSpec>, on = stage) {
    const { taskId } = await on.launch.start(spec(change))
    const { state } = await on.until(taskId, ended)
    if (state.is !== 'failed') throw new Error(`not refused: ${JSON.stringify(state)}`)
    expect(await leftBehind()).toEqual([])
    return state.refusal
  }

  async function done(change: Partial<LaunchSpec>, on = stage) {
    const { taskId } = await on.launch.start(spec(change))
    const task = await on.until(taskId, ended)
    if (task.state.is !== 'done') throw new Error(JSON.stringify(task.state))
    return { task, state: task.state }
  }

  const stepIs = (id: string) => (task: LaunchTask) => task.plan.steps[task.step]?.id === id

  describe('because of what was asked', () => {
    it.each([
      [
        'a repository that nobody has',
        () => `${rig.registry.host}/berth/nothing:1`,
        /^ImageUnknown|^ImageTagUnknown/,
      ],
      ['a tag that is not there', () => rig.images.tiny.replace(/:1$/, ':nope'), /^ImageTagUnknown/],
      ['a registry that nobody runs', () => '127.0.0.1:9/x/y:1', /^RegistryUnreachable/],
    ])('refuses %s', async (_, image, code) => {
      expect((await refusedWith({ image: image() })).code).toMatch(code)
    })

    it('refuses an image whose registry wants a login', async () => {
      const empty = await mkdtemp(join(tmpdir(), 'berth-no-login-'))
      const stranger = await openStage({ ...rig, env: { ...rig.env, DOCKER_CONFIG: empty } })
      try {
        await gone(rig.images.plainRemote)
        const refusal = await refusedWith({ image: rig.images.plainRemote }, stranger)
        expect(refusal.code).toBe('RegistryUnauthorised')
        expect(refusal.raw).not.toBe('')
      } finally {
        await stranger.dispose()
        await rm(empty, { recursive: true })
      }
    })

    it('refuses a folder that is gone or that its owner may not write', async () => {
      expect((await refusedWith({ projectFolder: join(project, 'gone') })).code).toBe('FolderMissing')
      const closed = join(project, 'closed')
      await mkdir(closed)
      await chown(closed, 1234, 1235)
      await chmod(closed, 0o555)
      expect((await refusedWith({ projectFolder: closed })).code).toBe('FolderNotWritable')
    })

    it("refuses the engine's own socket, and any folder that holds it", async () => {
      const socket = rig.dockerHost.replace('unix://', '')
      for (const source of [socket, join(socket, '..')]) {
        const mounts = [{ source, target: '/engine', readOnly: true }]
        expect((await refusedWith({ mounts })).code).toBe('MountRefused')
      }
    })

    it('refuses a card that vanished, and a card where there is none', async () => {
      const gpus = { is: 'cards' as const, uuids: ['GPU-00000000-dead-dead-dead-000000000000'] }
      expect((await refusedWith({ gpus })).code).toBe('GpuGone')
      await rig.setScenario('none')
      try {
        const refusal = await refusedWith({ gpus: { is: 'least-busy', count: 1 } })
        expect(refusal.code).toBe('GpuNotHere')
        expect(refusal.actions).toContain('launch-without-gpu')
      } finally {
        await rig.setScenario('a100x2')
      }
    })

    it('takes another port when the chosen one is taken meanwhile', async () => {
      const squatter = createServer()
      await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
      const address = squatter.address()
      const taken = address !== null && typeof address === 'object' ? address.port : 0
      let asked = 0
      const freePort = async () => ((asked += 1) === 1 ? taken : await thisMachine().freePort())
      const other = await openStage(rig, { freePort })
      try {
        const { state } = await done({}, other)
        expect((await other.jupyter.ready(state.containerId)).port).not.toBe(taken)
        expect(asked).toBe(2)
        expect(await leftBehind()).toEqual([state.containerId])
      } finally {
        await other.dispose()
        squatter.close()
      }
    })

    it('says with the last lines of its log why a container died', async () => {
      const refusal = await refusedWith({ env: [{ name: 'PYTHONHOME', value: '/nowhere' }] })
      expect(refusal.code).toBe('ContainerExited')
      expect(refusal.raw).toContain('encodings')
    })
  })

  describe('because it is cancelled', () => {
    it.each(['create', 'start', 'wait'])('leaves nothing in step %s', async (step) => {
      const { taskId } = await stage.launch.start(spec())
      await stage.until(taskId, stepIs(step))
      await stage.launch.cancel(taskId)
      expect((await stage.until(taskId, ended)).state.is).toBe('cancelled')
      expect(await leftBehind()).toEqual([])
    })

    it('leaves no image while pulling, and a second try ends well', async () => {
      await gone(rig.images.jupyterRemote)
      const { taskId } = await stage.launch.start(spec({ image: rig.images.jupyterRemote }))
      await stage.until(taskId, ({ pull }) => (pull?.layers.length ?? 0) > 0)
      await stage.launch.cancel(taskId)
      expect((await stage.until(taskId, ended)).state.is).toBe('cancelled')
      expect(await stage.engine.images.inspect(rig.images.jupyterRemote)).toBeNull()

      await stage.launch.retry(taskId)
      const task = await stage.until(taskId, ended)
      expect(task.state.is).toBe('done')
      expect(task.plan.steps.map(({ id }) => id)).toContain('pull')
      expect(task.pull?.layers.every(({ phase }) => phase === 'done' || phase === 'present')).toBe(true)
      expect(task.pull?.currentBytes).toBe(task.pull?.totalBytes)
      await stage.engine.containers.remove((await leftBehind())[0] ?? '')
      await gone(rig.images.jupyterRemote)
    })

    it('leaves nothing while it asks, nor while it installs', async () => {
      const asking = await stage.launch.start(spec({ image: rig.images.plain }))
      await stage.until(asking.taskId, ({ state }) => state.is === 'asking')
      await stage.launch.cancel(asking.taskId)
      expect(await leftBehind()).toEqual([])

      const installing = await stage.launch.start(
        spec({ image: rig.images.plain, withoutJupyter: 'install' }),
      )
      await stage.until(installing.taskId, ({ output }) => output !== '')
      await stage.launch.cancel(installing.taskId)
      expect((await stage.until(installing.taskId, ended)).state.is).toBe('cancelled')
      expect(await leftBehind()).toEqual([])
      expect([...(await stage.engine.images.references())].join()).not.toContain('berth-derived/')
    })
  })

  describe('because the image has no JupyterLab', () => {
    it('goes on with a terminal alone when that is the answer', async () => {
      const { taskId } = await stage.launch.start(spec({ image: rig.images.plain }))
      await stage.until(taskId, ({ state }) => state.is === 'asking')
      stage.launch.answer(taskId, 'terminal-only')
      const { state, plan } = await stage.until(taskId, ended)
      expect(state).toMatchObject({ is: 'done', jupyter: false })
      expect(plan.steps.map(({ id }) => id)).toEqual(['check', 'create', 'start'])
      if (state.is !== 'done') throw new Error(state.is)
      expect((await stage.engine.containers.inspect(state.containerId)).running).toBe(true)
      await expect(stage.jupyter.ready(state.containerId)).rejects.toThrow('JupyterMissing')
    })

    it('works with nothing but busybox', async () => {
      const { state } = await done({ image: rig.images.tiny, withoutJupyter: 'terminal-only' })
      const { stdout } = await stage.engine.containers.run(state.containerId, { cmd: ['id', '-un'] })
      expect(stdout.trim()).toBe('berth')
    })

    it(
      'installs it into an image that is kept and used again without asking',
      async () => {
        const { taskId } = await stage.launch.start(spec({ image: rig.images.plain }))
        await stage.until(taskId, ({ state }) => state.is === 'asking')
        stage.launch.answer(taskId, 'install')
        const task = await stage.until(taskId, ended, installMilliseconds)
        expect(task.state).toMatchObject({ is: 'done', jupyter: true })
        expect(task.output).toContain('jupyterlab')
        const derived = [...(await stage.engine.images.references())].find((each) =>
          each.startsWith('berth-derived/'),
        )
        const image = await stage.engine.images.inspect(derived ?? '')
        expect(image?.labels[labels.derivedFrom]).toMatch(rig.images.plain)
        expect(image?.labels[labels.task]).toBe('')

        const again = await done({ image: rig.images.plain })
        expect(again.state.jupyter).toBe(true)
        expect(again.task.plan.steps.map(({ id }) => id)).not.toContain('derive')
        for (const id of await leftBehind()) await stage.engine.containers.remove(id, { volumes: true })
        await stage.engine.images.remove(derived ?? '')
      },
      2 * installMilliseconds,
    )

    it('says what the installation printed when it fails', async () => {
      const refusal = await refusedWith({ image: rig.images.tiny, withoutJupyter: 'install' })
      expect(refusal.code).toBe('JupyterInstallFailed')
      expect(refusal.evidence).toContain('pip')
    })
  })

  describe('because Berth or the engine went away', () => {
    it('is cleaned up by the next Berth, which leaves alone what others are making or have made', async () => {
      const dead = `${hostname()}/999999/1/${newId()}`
      const make = (owner: string) => {
        const onBehalf = { taskId: newId(), owner }
        const parts = {
          image: rig.images.tiny,
          entrypoint: null,
          cmd: ['sleep', '600'],
          user: '',
          tty: false,
        }
        return helperSpec({ ...onBehalf, purpose: 'look', ...parts })
      }
      const create = async (...args: Parameters<typeof stage.engine.containers.create>) =>
        (await stage.engine.containers.create(...args)).id
      const environment = { [labels.environment]: newId() }
      const dying = make(dead)
      const helper = await create(dying)
      const half = make(dead)
      const created = await create({ ...half, labels: { ...half.labels, ...environment } })
      const adopted = make(dead)
      const running = await create({ ...adopted, labels: { ...adopted.labels, ...environment } })
      await stage.engine.containers.start(running)
      const others = await create(make(await thisOwner()))
      const borrowed = make(dead)
      const users = await create({ ...borrowed, name: `users-own-${newId()}` })

      const next = await openStage(rig)
      try {
        const swept = async () => (await leftBehind()).sort()
        await expect.poll(swept, { timeout: 15_000 }).toEqual([running, others, users].sort())
        expect(await containers()).not.toContain(helper)
        expect(await containers()).not.toContain(created)
      } finally {
        await next.dispose()
      }
    })

    it.each(['pull', 'wait'])(
      'fails when the engine dies in step %s, and leaves nothing once it is back',
      async (step) => {
        if (step === 'pull') await gone(rig.images.jupyterRemote)
        const image = step === 'pull' ? rig.images.jupyterRemote : rig.images.jupyter
        const { taskId } = await stage.launch.start(spec({ image }))
        await stage.until(taskId, stepIs(step))
        await rig.stopEngine('kill')
        try {
          const { state } = await stage.until(taskId, ended)
          expect(state).toMatchObject({ is: 'failed', refusal: { code: 'EngineDown' } })
        } finally {
          await rig.startEngine()
        }
        for await (const state of stage.engine.watch(AbortSignal.timeout(30_000)))
          if (state.is === 'up') break
        await expect.poll(leftBehind, { timeout: 30_000 }).toEqual([])
        await stage.launch.retry(taskId)
        expect((await stage.until(taskId, ended)).state.is).toBe('done')
      },
    )
  })

  describe('because the engine has no NVIDIA toolkit', () => {
    it('says so, and offers to go without a GPU', async () => {
      rig = await up({ name, toolkit: false })
      for await (const state of stage.engine.watch(AbortSignal.timeout(30_000))) if (state.is === 'up') break
      const refusal = await refusedWith({ gpus: { is: 'all' } })
      expect(refusal.code).toBe('GpuToolkitMissing')
      expect(refusal.actions).toContain('launch-without-gpu')
    })
  })
})
