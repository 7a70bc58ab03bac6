// How much later JupyterLab is usable with Berth than with `docker run` of the same spec and a poll of Jupyter's API.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ended, openStage, type Stage } from '../../electron/launch/stage'
import { defaultSpec } from '../../shared/model/launch-spec'
import { up, type Rig } from '../rig'
import { median } from './figures'

const execute = promisify(execFile)
const rounds = 9
const mostOverheadMs = 300

export async function run() {
  const rig = await up()
  const stage = await openStage(rig)
  try {
    const projectFolder = join(stage.folder, 'bench')
    await mkdir(projectFolder)
    await chown(projectFolder, 1234, 1234)
    const spec = defaultSpec({ image: rig.images.jupyter, entry: '', projectFolder, gpus: { is: 'none' } })
    // The first of each reads the image from disk and looks into it: neither is counted.
    await launchOnce(stage, spec)
    await rawOnce(rig, stage, spec)
    const launches: number[] = []
    const raws: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const launchFirst = round % 2 === 0
      if (launchFirst) launches.push(await launchOnce(stage, spec))
      raws.push(await rawOnce(rig, stage, spec))
      if (!launchFirst) launches.push(await launchOnce(stage, spec))
    }
    const [launchMs, rawMs] = [median(launches), median(raws)]
    const overheadMs = launchMs - rawMs
    return {
      rounds,
      launchMs,
      rawMs,
      overheadMs,
      mostOverheadMs,
      ok: overheadMs <= mostOverheadMs,
      launches,
      raws,
    }
  } finally {
    await stage.dispose()
  }
}

type Spec = Parameters<Stage['launch']['start']>[0]

/** From the click to the task's end. */
async function launchOnce(stage: Stage, spec: Spec): Promise<number> {
  const since = performance.now()
  const { taskId } = await stage.launch.start(spec)
  const { state } = await stage.until(taskId, ended)
  const took = performance.now() - since
  if (state.is !== 'done') throw new Error(JSON.stringify(state))
  await stage.engine.containers.remove(state.containerId, { volumes: true })
  return Math.round(took)
}

/** The command that Berth shows, without its preamble: the token's file is there already. */
async function rawOnce(rig: Rig, stage: Stage, spec: Spec): Promise<number> {
  const { dockerCommand, name } = await stage.launch.plan(spec)
  const port = Number(/--publish 127\.0\.0\.1:(\d+):/.exec(dockerCommand)?.[1])
  const file = join(stage.folder, 'token')
  const token = randomBytes(32).toString('hex')
  await writeFile(file, token, { mode: 0o400 })
  await chown(file, 1234, 1234)
  const command = dockerCommand.slice(dockerCommand.indexOf('docker run'))
  const env = { ...process.env, ...rig.env, TOKEN_FILE: file }
  try {
    const since = performance.now()
    await execute('sh', ['-euc', command], { env })
    while (!(await answers(port, token))) await pause(25)
    return Math.round(performance.now() - since)
  } finally {
    await execute('docker', ['rm', '--force', '--volumes', name], { env })
    await execute('rm', ['-f', file])
  }
}

async function answers(port: number, token: string): Promise<boolean> {
  try {
    const headers = { authorization: `token ${token}` }
    return (await fetch(`http://127.0.0.1:${port}/api/status`, { headers, signal: AbortSignal.timeout(750) }))
      .ok
  } catch {
    return false // Not listening yet.
  }
}
