import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pidOf } from './daemon'
import { engineIsRunning, forgetConfig, startEngine, stopEngine } from './engine'
import { ping } from './engine-api'
import { imageNames, provideImages } from './images/index'
import { withLock, writeWhole } from './lock'
import { provideNewerEngine } from './newer-engine'
import { addBridge, freePort, freeSubnet } from './network'
import { currentScenario, installNvidia, refreshNvidia, setScenario, startMeter } from './nvidia/index'
import { defaultName, placeOf, type Place } from './place'
import { readRecord, type RigRecord } from './record'
import { registriesAreRunning, startRegistries, writeDockerConfig } from './registry'
import { installRequirements, usesExistingEngine, whyRigCannotRun } from './requirements'
import { rigOf } from './rig'
import type { Rig, UpOptions } from './types'
import { installServiceManager, installToolkit } from './workstation/toolkit'

/**
 * The rig: a real engine, a real registry and real JupyterLab images on this machine, with a simulated NVIDIA
 * host that always says so. This is its front door.
 */
export { leftovers } from './leftovers'
export { whyNoNewerEngine } from './newer-engine'
export { whyRigCannotRun } from './requirements'
export { scenarioNames } from './types'
export type { Rig, ScenarioName, UpOptions } from './types'

/** Brings the rig up, or finds it up. */
export async function up(options: UpOptions = {}): Promise<Rig> {
  const place = placeOf(options.name ?? defaultName())
  const running = await attach(place.name)
  if (running !== null && !(await asksForAnotherToolkit(place, options))) {
    await refreshNvidia(place, options.log ?? (() => undefined), options.signal)
    if (options.scenario !== undefined) await running.setScenario(options.scenario)
    return running
  }
  const why = await whyRigCannotRun()
  if (why !== null) throw new Error(why)
  return await withLock(place.lock, { signal: options.signal }, () => bringUp(place, options))
}

/** The rig if it is up and answers, without starting anything. */
export async function attach(name = defaultName()): Promise<Rig | null> {
  const place = placeOf(name)
  const record = await readRecord(place)
  if (record === null || !(await ping(place.socket))) return null
  for (const daemon of ['registry', 'registry-anonymous', 'meter'])
    if ((await pidOf(join(place.run, `${daemon}.json`))) === null) return null
  return await rigOf(place, record)
}

async function asksForAnotherToolkit(place: Place, { toolkit }: UpOptions): Promise<boolean> {
  return toolkit !== undefined && (await readRecord(place))?.toolkit !== toolkit
}

/** Every step finds its work done where it is done: a rig that is half up, or was, becomes whole. */
async function bringUp(place: Place, options: UpOptions): Promise<Rig> {
  const { signal } = options
  const log = options.log ?? (() => undefined)
  for (const folder of [place.run, place.data, place.logs]) await mkdir(folder, { recursive: true })
  await installRequirements(place.cache, log, signal)
  const restart = await asksForAnotherToolkit(place, options)
  const record = await decide(place, options)
  if (options.engine === 'newer')
    record.programs = await provideNewerEngine({ cache: place.cache, log, signal })
  await writeWhole(place.record, JSON.stringify(record))
  await installNvidia(place, log, signal)
  await installServiceManager(place)
  await installToolkit(place, record.toolkit ? 'whole' : 'absent')
  await setScenario(place, options.scenario ?? (await currentScenario(place)) ?? 'a100x2')
  const host = `127.0.0.1:${record.registryPort}`
  await writeDockerConfig(place, host)
  log('starting the engine and the registries')
  await Promise.all([
    provideEngine(place, record, { restart, signal }),
    startRegistries(place, record, signal),
    startMeter(place),
  ])
  const target = {
    socket: place.socket,
    dockerConfig: place.dockerConfig,
    data: place.data,
    cache: place.cache,
  }
  await provideImages({ ...target, images: imageNames(host), log, signal })
  log(`up: DOCKER_HOST=unix://${place.socket} (GPUs are simulated)`)
  if (usesExistingEngine())
    log('this is the engine at DOCKER_HOST: --gpus works only if it has a toolkit of its own')
  return await rigOf(place, record)
}

async function provideEngine(
  place: Place,
  record: RigRecord,
  { restart, signal }: { restart: boolean; signal: AbortSignal | undefined },
): Promise<void> {
  if (usesExistingEngine()) return
  if (restart) await stopEngine(place, 'term', signal)
  if (!(await engineIsRunning(place))) await forgetConfig(place)
  await addBridge(place.bridge, record.subnet)
  await startEngine({ place, ...record, signal })
}

/** Keeps what a half-running rig already uses; chooses free ports and a free subnet otherwise. */
async function decide(place: Place, options: UpOptions): Promise<RigRecord> {
  const before = await readRecord(place)
  const toolkit = options.toolkit ?? before?.toolkit ?? true
  const alive = (await engineIsRunning(place)) || (await registriesAreRunning(place))
  if (before !== null && alive) return { ...before, toolkit }
  const registryPort = await freePort(place.firstPort)
  const anonymousPort = await freePort(registryPort + 1)
  return { subnet: freeSubnet(place.subnet), registryPort, anonymousPort, toolkit, programs: '' }
}
