import { mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { docker } from '../../e2e/app/docker'
import { labels } from '../../shared/model/labels'
import { defaultSpec, type LaunchSpec } from '../../shared/model/launch-spec'
import { refusalFrom } from '../../shared/model/refusal'
import type { Question } from '../../shared/words/consent'
import { createConsent } from '../consent'
import type { SettingsRoom } from '../services'
import { standIn } from '../stand-in'
import { thisMachine, type Machine } from './machine'
import { ended, openStage, type Stage } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`\nSKIPPED: launches cannot be tried here: ${why}\n\n`)

describe.skipIf(why !== null)('what a launch may mount', () => {
  let rig: Rig
  let stage: Stage
  let folder: string
  let before: string[]

  beforeAll(async () => {
    rig = await up()
  })
  beforeEach(async () => {
    stage = await openStage(rig)
    folder = await mkdtemp(join(tmpdir(), 'berth-guard-'))
    await mkdir(join(folder, 'project'))
    before = await ids()
  })
  afterEach(async () => {
    for (const id of await made()) await stage.engine.containers.remove(id, { volumes: true })
    await stage.dispose()
    await rm(folder, { recursive: true })
  })

  const ids = async () => (await stage.engine.containers.list()).map(({ id }) => id)
  const made = async () => (await ids()).filter((id) => !before.includes(id))
  const spec = (change: Partial<LaunchSpec> = {}): LaunchSpec => ({
    ...defaultSpec({
      image: rig.images.plain,
      entry: '',
      projectFolder: join(folder, 'project'),
      gpus: { is: 'none' },
    }),
    withoutJupyter: 'terminal-only',
    ...change,
  })
  const mount = (source: string, readOnly = true) => ({ mounts: [{ source, target: '/given', readOnly }] })

  /** As the window launches: asked in the main process, then carried out. */
  async function launched(wanted: LaunchSpec, answer: 'yes' | 'no' | 'cannot', on = stage) {
    const asked: Question[] = []
    const consent = createConsent({
      ...{ launch: on.launch, agreements: on.agreements, settings: standIn<SettingsRoom>({}) },
      shell: { confirm: (question) => (asked.push(question), Promise.resolve(answer)) },
    })
    try {
      const { taskId } = await consent.toLaunch({ spec: wanted }, () => on.launch.start(wanted))
      const { state } = await on.until(taskId, ended)
      return { asked, state }
    } catch (error) {
      return { asked, state: { is: 'failed' as const, refusal: refusalFrom(error) } }
    }
  }
  const sources = async (id: string) =>
    (await docker(rig, ['inspect', '--format', '{{range .Mounts}}{{.Source}}={{.RW}} {{end}}', id])).split(
      ' ',
    )

  it.each(['/proc', '/proc/self/root/tmp', '/sys', '/dev', '/run'])(
    'refuses %s without asking',
    async (source) => {
      for (const wanted of [spec(mount(source)), spec({ projectFolder: source })]) {
        const { asked, state } = await launched(wanted, 'yes')
        expect(asked).toEqual([])
        expect(state).toMatchObject({ is: 'failed', refusal: { code: 'MountRefused' } })
      }
      expect(await made()).toEqual([])
    },
  )

  it('refuses the engine’s socket and Berth’s own folder behind links, and through folders that climb', async () => {
    const socket = rig.dockerHost.replace('unix://', '')
    await symlink(socket, join(folder, 'innocent'))
    await symlink(join(socket, '..'), join(folder, 'holding'))
    await mkdir(join(stage.folder, 'settings'), { recursive: true })
    await symlink(join(stage.folder, 'settings'), join(folder, 'settings'))
    for (const [source, reason] of [
      [join(folder, 'innocent'), 'engine-socket'],
      [join(folder, 'holding'), 'engine-socket'],
      [`${folder}/project/../../..${socket}`, 'engine-socket'],
      [join(folder, 'settings'), 'berth'],
    ] as const) {
      const { state } = await launched(spec(mount(source)), 'yes')
      expect(state).toMatchObject({ refusal: { code: 'MountRefused', params: { reason } } })
    }
    expect(await made()).toEqual([])
  })

  it('asks about /etc behind a link by its real name; declined or not asked, nothing is made', async () => {
    const link = join(folder, 'innocent')
    await symlink('/etc', link)
    const question = { is: 'mounts', mounts: [{ path: '/etc', readOnly: true, why: 'system' }] }
    for (const [answer, reason] of [
      ['no', 'declined'],
      ['cannot', 'asks'],
    ] as const) {
      const { asked, state } = await launched(spec(mount(link)), answer)
      expect(asked).toEqual([question])
      expect(state).toMatchObject({ refusal: { code: 'MountRefused', params: { path: '/etc', reason } } })
    }
    // Nor does the room launch it for whoever does not ask.
    const { taskId } = await stage.launch.start(spec(mount(link)))
    expect((await stage.until(taskId, ended)).state).toMatchObject({
      refusal: { code: 'MountRefused', params: { reason: 'asks', risk: 'system', real: '/etc' } },
    })
    expect(await made()).toEqual([])
  })

  it('mounts what was agreed to, by its real name, and asks no second time; for writing it is another question', async () => {
    const link = join(folder, 'innocent')
    await symlink('/etc', link)
    const first = await launched(spec(mount(link)), 'yes')
    expect(first.state.is).toBe('done')
    const [id = ''] = await made()
    expect(await sources(id)).toEqual([`${join(folder, 'project')}=true`, '/etc=false'])

    const again = await launched(spec(mount('/etc')), 'no')
    expect(again).toMatchObject({ asked: [], state: { is: 'done' } })
    const writing = await launched(spec(mount('/etc', false)), 'no')
    expect(writing.asked).toHaveLength(1)
    expect(writing.state).toMatchObject({ refusal: { code: 'MountRefused' } })
    expect(await made()).toHaveLength(2)
  })

  it('asks again before a launch is tried again or an environment made again in another run of Berth', async () => {
    const first = await launched(spec(mount('/etc')), 'yes')
    expect(first.state.is).toBe('done')
    const [id = ''] = await made()
    const other = await openStage(rig)
    try {
      expect(await other.launch.asks({ containerId: id })).toEqual([
        { path: '/etc', readOnly: true, why: 'system' },
      ])
      const { taskId } = await other.launch.recreate(id)
      expect((await other.until(taskId, ended)).state).toMatchObject({ refusal: { code: 'MountRefused' } })
      expect(await other.launch.asks({ taskId })).toHaveLength(1)
      // The one of before is there again.
      await expect.poll(async () => (await stage.engine.containers.inspect(id)).running).toBe(true)
    } finally {
      await other.dispose()
    }
  })

  it.each([
    ['is judged', 1, 'asks'],
    ['is judged for the last time', 2, 'moved'],
    ['is looked at before the container is made', 3, 'moved'],
  ])(
    'starts nothing and leaves nothing when the folder becomes a link to /etc after it %s',
    async (_, looks, reason) => {
      const project = join(folder, 'project')
      const machine = thisMachine()
      let seen = 0
      const real: Machine['real'] = async (path) => {
        const led = await machine.real(path)
        if (path === project && (seen += 1) === looks) {
          await rename(project, `${project}-was`)
          await symlink('/etc', project)
        }
        return led
      }
      const swapping = await openStage(rig, { real })
      try {
        // So that the image is known, and the looks can be counted.
        const warm = join(folder, 'warm')
        await mkdir(warm)
        expect((await launched(spec({ projectFolder: warm }), 'no', swapping)).state.is).toBe('done')
        const there = await made()
        const { taskId } = await swapping.launch.start(spec())
        const { state } = await swapping.until(taskId, ended)
        expect(state).toMatchObject({
          is: 'failed',
          refusal: { code: 'MountRefused', params: { reason, path: project, real: '/etc' } },
        })
        expect(await made()).toEqual(there)
        expect(seen).toBe(looks + 1)
      } finally {
        await swapping.dispose()
      }
    },
  )

  it('is looked at again before a container starts again: a folder that leads to /etc by now is not followed', async () => {
    const data = join(folder, 'data')
    await mkdir(data)
    expect((await launched(spec(mount(data)), 'no')).state.is).toBe('done')
    const [id = ''] = await made()
    await stage.launch.checkMounts(id)
    await rename(data, `${data}-was`)
    await symlink(`${data}-was`, data)
    // Elsewhere, and nothing that anybody would be asked about.
    await stage.launch.checkMounts(id)
    await rm(data)
    await symlink('/etc', data)
    expect(await stage.launch.checkMounts(id).catch(refusalFrom)).toMatchObject({
      code: 'MountRefused',
      params: { reason: 'moved', real: '/etc' },
    })
  })

  it('holds for a container whose labels an image made up: what they ask for is asked about as any launch', async () => {
    const hostile = {
      [labels.made]: '1',
      [labels.environment]: '../../../etc',
      [labels.jupyter]: 'true',
      [labels.name]: '-v',
      [labels.folder]: '/',
      [labels.spec]: JSON.stringify({
        ...spec(mount('/etc')),
        ...{ HostConfig: { Privileged: true }, Privileged: true, Binds: ['/:/host'] },
      }),
    }
    const flags = Object.entries(hostile).flatMap(([key, value]) => ['--label', `${key}=${value}`])
    const name = `hostile-labels-${process.pid}`
    const id = await docker(rig, ['create', '--privileged', '--name', name, ...flags, rig.images.tiny])
    try {
      expect(await stage.launch.asks({ containerId: id })).toEqual([
        { path: '/etc', readOnly: true, why: 'system' },
      ])
      const { taskId } = await stage.launch.recreate(id)
      const task = await stage.until(taskId, ended)
      expect(task.state).toMatchObject({ refusal: { code: 'MountRefused' } })
      expect(JSON.stringify(task.spec)).not.toMatch(/Privileged|Binds|HostConfig/)
      // Agreed to, it is made as any launch is: nothing of the container's own privilege goes over.
      stage.agreements.add({ path: '/etc', readOnly: true })
      await expect.poll(async () => (await stage.engine.containers.inspect(id)).name).toBe(name)
      const again = await stage.launch.recreate(id)
      expect((await stage.until(again.taskId, ended)).state.is).toBe('done')
      const [fresh = ''] = (await made()).filter((each) => each !== id)
      expect(await docker(rig, ['inspect', '--format', '{{.HostConfig.Privileged}}', fresh])).toBe('false')
      // An id that is none opens no server and names no folder.
      expect(await stage.jupyter.find('../../../etc')).toBeNull()
      expect(await stage.jupyter.ready(id).catch(refusalFrom)).toMatchObject({
        code: expect.stringMatching(/JupyterMissing|ContainerExited|NotFound/) as string,
      })
    } finally {
      await docker(rig, ['rm', '--force', name]).catch(() => undefined)
    }
  })
})
