import { copyFile, mkdir, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startDaemon, stopDaemon } from '../daemon'
import { writeWhole } from '../lock'
import type { Place } from '../place'
import { scenarioNames, type Log, type ScenarioName } from '../types'
import { compileStandIn } from './compile'
import { renderScenario } from './render'
import { writeHostRoot } from '../workstation/host-root'
import { readScenario } from './scenario'

/** The simulated NVIDIA host: driver, nvidia-smi, container toolkit, and a meter for who holds how much. */
export async function installNvidia(place: Place, log: Log, signal?: AbortSignal): Promise<void> {
  const standIn = join(place.data, 'standin')
  for (const folder of [standIn, place.bin, place.toolkit, place.live])
    await mkdir(folder, { recursive: true })
  const program = await compileStandIn(place.cache, log, signal)
  // Renamed into place: a running program's file cannot be written.
  const draft = join(standIn, `draft.${process.pid}`)
  await copyFile(program, draft)
  await rename(draft, join(standIn, 'nvidia-smi'))
  await relink(program, join(place.data, 'compiled'))
  await relink('nvidia-smi', join(standIn, 'berth-rig-meter'))
  await relink('../standin/nvidia-smi', join(place.toolkit, 'nvidia-container-runtime-hook'))
  await writeFile(join(place.data, 'live-folder'), `${place.live}\n`)
}

/** On a rig that is up, after its code has changed: what is asked next is answered by the new one. */
export async function refreshNvidia(place: Place, log: Log, signal?: AbortSignal): Promise<void> {
  const before = await realpath(join(place.data, 'compiled')).catch(() => null)
  await installNvidia(place, log, signal)
  if (before === (await realpath(join(place.data, 'compiled')))) return
  const name = await currentScenario(place)
  if (name !== null) await setScenario(place, name)
  await stopMeter(place, signal)
  await startMeter(place)
}

export async function startMeter(place: Place): Promise<void> {
  await startDaemon({
    pidFile: meterPidFile(place),
    logFile: join(place.logs, 'meter.log'),
    command: [join(place.data, 'standin', 'berth-rig-meter'), place.live],
    env: {},
  })
}

export async function stopMeter(place: Place, signal?: AbortSignal): Promise<void> {
  await stopDaemon(meterPidFile(place), { graceMilliseconds: 2_000, signal })
}

/** In force at once, in running containers too: all read the same file at each call. */
export async function setScenario(place: Place, name: ScenarioName): Promise<void> {
  const scenario = await readScenario(name)
  await writeWhole(place.scenarioFile, renderScenario(name, scenario))
  await writeHostRoot(place, scenario)
  const command = join(place.bin, 'nvidia-smi')
  if (scenario.absent) await rm(command, { force: true })
  else await relink('../standin/nvidia-smi', command)
}

/** What is in force, or null before the first one. */
export async function currentScenario(place: Place): Promise<ScenarioName | null> {
  try {
    const name = /^simulated\t(.*)$/m.exec(await readFile(place.scenarioFile, 'utf8'))?.[1]
    return scenarioNames.find((known) => known === name) ?? null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function meterPidFile(place: Place): string {
  return join(place.run, 'meter.json')
}

async function relink(target: string, link: string): Promise<void> {
  const draft = `${link}.${process.pid}.draft`
  await rm(draft, { force: true })
  await symlink(target, draft)
  await rename(draft, link)
}
