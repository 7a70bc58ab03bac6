import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { labels } from '../../shared/model/labels'
import { places } from '../../shared/model/launch'
import { defaultSpec } from '../../shared/model/launch-spec'
import { refusalOf } from '../engine/stage'
import { readWorkspaces, writeWorkspaces } from '../jupyter'
import { ended, openStage, type Stage } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Tests of re-creating are skipped: ${why}\n`)

describe.skipIf(why !== null)('an environment made again', () => {
  let rig: Rig
  let stage: Stage
  const signal = AbortSignal.timeout(120_000)
  const never = new AbortController().signal

  beforeAll(async () => {
    rig = await up()
    stage = await openStage(rig)
  })
  afterAll(async () => {
    for (const each of await mine()) await stage.engine.containers.remove(each.id, { volumes: true })
    await stage.dispose()
  })
  const mine = async () =>
    (await stage.engine.containers.list()).filter((each) =>
      each.labels[labels.folder]?.startsWith(stage.folder),
    )
  async function until(what: string, fits: (all: Awaited<ReturnType<typeof mine>>) => boolean) {
    for (let all = await mine(); !fits(all); all = await mine()) {
      if (signal.aborted) throw new Error(`never ${what}: ${JSON.stringify(all)}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return mine()
  }
  async function launched(name: string) {
    const projectFolder = join(stage.folder, name)
    await mkdir(projectFolder, { recursive: true })
    const spec = {
      ...defaultSpec({
        image: rig.images.jupyter,
        entry: '',
        projectFolder,
        gpus: { is: 'least-busy', count: 1 },
      }),
      env: [{ name: 'HF_TOKEN', value: 'hf_secret' }],
    }
    const { taskId } = await stage.launch.start(spec)
    return await done(taskId)
  }
  async function done(taskId: string): Promise<string> {
    const { state } = await stage.until(taskId, ended)
    if (state.is !== 'done') throw new Error(`not launched: ${JSON.stringify(state)}`)
    return state.containerId
  }

  it('has its name, id, card and variables, and opens with what was open; the old one is gone', async () => {
    const first = await launched('vision')
    const before = await stage.engine.containers.inspect(first)
    const server = await stage.jupyter.ready(first)
    // As JupyterLab itself keeps it while a person works.
    const open = {
      data: { 'layout-restorer:data': { main: { current: 'notebook:train.ipynb' } } },
      metadata: { id: 'default' },
    }
    await writeWorkspaces(server, [open], never)

    const { taskId } = await stage.launch.recreate(first)
    const second = await done(taskId)
    expect(second).not.toBe(first)
    const after = await stage.engine.containers.inspect(second)
    expect(after.name).toBe(before.name)
    for (const label of [labels.environment, labels.gpuUuids, labels.folder, labels.name])
      expect(after.labels[label]).toBe(before.labels[label])
    const held = await stage.engine.containers.readFile(second, places.secretFile)
    expect(held?.toString()).toBe("export HF_TOKEN='hf_secret'\n")
    expect(JSON.stringify(after)).not.toContain('hf_secret')
    expect(after.deviceRequests[0]?.deviceIds).toEqual(before.deviceRequests[0]?.deviceIds)
    const reopened = await readWorkspaces(await stage.jupyter.ready(second), never)
    expect(reopened.map(({ data }) => data)).toEqual([open.data])
    await until('alone', (all) => all.length === 1 && all[0]?.id === second)
  })

  it('stays as it was when the new one cannot be made', async () => {
    const first = await launched('speech')
    const before = await stage.engine.containers.inspect(first)
    // Its folder is not there any more: the launch stops at that.
    const folder = before.labels[labels.folder] ?? ''
    await rename(folder, `${folder}-away`)
    const { taskId } = await stage.launch.recreate(first)
    const task = await stage.until(taskId, ended)
    expect(task.state).toMatchObject({ is: 'failed', refusal: { code: 'FolderMissing' } })
    await rename(`${folder}-away`, folder)
    const back = await until('put back', (all) =>
      all.some(({ id, name, state }) => id === first && name === before.name && state === 'running'),
    )
    expect(back.filter(({ name }) => name.startsWith('speech'))).toHaveLength(1)
  })

  it('is refused for a container that no launch made', async () => {
    expect(await refusalOf(stage.launch.recreate('nobody-here'))).toMatchObject({ code: 'NotFound' })
    const [any] = await mine()
    const labelled = { ...any?.labels, [labels.spec]: '' }
    const { id } = await stage.engine.containers.create({
      ...{
        name: `by-hand-${process.pid}`,
        image: rig.images.tiny,
        cmd: ['true'],
        entrypoint: null,
        env: [],
        user: '',
      },
      ...{ labels: labelled, workingDir: '', tty: false, openStdin: false, ports: [], binds: [], init: true },
      ...{ deviceRequests: [], shmBytes: null, memoryBytes: null, nanoCpus: null, restart: 'no' as const },
    })
    expect(await refusalOf(stage.launch.recreate(id))).toMatchObject({ code: 'InvalidInput' })
  })
})
