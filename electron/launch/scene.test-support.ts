// A rig of its own with a launch room on it, for tests in which engines die and cards vanish.
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { up, type Rig } from '../../e2e/rig'
import type { LaunchTask } from '../../shared/contract/launch'
import { defaultSpec, type LaunchSpec } from '../../shared/model/launch-spec'
import { ended, openStage, type Stage } from './stage'

export const rigName = 'launchroom'

/** Registers its own hooks; the rig goes down after the file's last test. */
export function createScene() {
  let rig: Rig
  let stage: Stage
  let project: string
  let before: string[]

  beforeAll(async () => {
    rig = await up({ name: rigName, scenario: 'a100x2', toolkit: true })
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

  function spec(change: Partial<LaunchSpec> = {}): LaunchSpec {
    const base = defaultSpec({
      image: rig.images.jupyter,
      entry: '',
      projectFolder: project,
      gpus: { is: 'none' },
    })
    return { ...base, ...change }
  }

  async function forget(image: string) {
    const found = await stage.engine.images.inspect(image)
    if (found) await stage.engine.images.remove(image)
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

  const [rigNow, stageNow, projectNow] = [() => rig, () => stage, () => project]
  return {
    ...{ rig: rigNow, stage: stageNow, project: projectNow },
    ...{ containers, leftBehind, spec, forget, refusedWith, done },
  }
}

export const stepIs = (id: string) => (task: LaunchTask) => task.plan.steps[task.step]?.id === id
