import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pidOf } from './daemon'
import { engineIsRunning, startEngine, stopEngine } from './engine'
import { ping } from './engine-api'
import { imageNames, provideImages } from './images/index'
import { withLock, writeWhole } from './lock'
import { addBridge, freePort, freeSubnet } from './network'
import { installNvidia, setScenario, startMeter } from './nvidia/index'
import { defaultName, placeOf, type Place } from './place'
import { startRegistries, writeDockerConfig } from './registry'
import { installRequirements, whyRigCannotRun } from './requirements'
import { readRecord, rigOf, type RigRecord } from './rig'
import type { Rig, UpOptions } from './types'

/**
 * The rig: a real engine, a real registry and real JupyterLab images on this machine, with a simulated NVIDIA
 * host that always says so. This is its front door.
 */
export { whyRigCannotRun } from './requirements'
export { leftovers } from './leftovers'
export { scenarioNames } from './types'
export type { Rig, ScenarioName, UpOptions, DownOptions } from './types'

/** Brings the rig up, or finds it up. */
export async function up(options: UpOptions = {}): Promise<Rig> {
  const place = placeOf(options.name ?? defaultName())
  const why = await whyRigCannotRun()
  if (why !== null) throw new Error(why)
  return await withLock(place.lock, { signal: options.signal }, async () => {
    const running = await attach(place.name)
    if (running !== null && !(await wantsRestart(place, options))) {
      if (options.scenario !== undefined) await running.setScenario(options.scenario)
      return running
    }
    return await bringUp(place, options)
  })
}

/** The rig if it is up and answers, without starting anything. */
export async function attach(name = defaultName()): Promise<Rig | null> {
  const place = placeOf(name)
  const record = await readRecord(place)
  if (record === null || !(await ping(place.socket))) return null
  for (const registry of ['registry', 'registry-anonymous'])
    if ((await pidOf(join(place.run, `${registry}.json`))) === null) return null
  return await rigOf(place, record)
}

async function wantsRestart(place: Place, { toolkit }: UpOptions): Promise<boolean> {
  const record = await readRecord(place)
  return toolkit !== undefined && record?.toolkit !== toolkit
}

async function bringUp(place: Place, options: UpOptions): Promise<Rig> {
  const { signal } = options
  const log = options.log ?? (() => undefined)
  for (const folder of [place.run, place.live, place.data, place.logs, place.bin, place.toolkit])
    await mkdir(folder, { recursive: true })
  await installRequirements(place.cache, log, signal)
  const record = await decide(place, options)
  await writeWhole(place.record, JSON.stringify(record))
  await addBridge(place.bridge, record.subnet)
  await installNvidia(place, log, signal)
  await setScenario(place, options.scenario ?? 'a100x2')
  await startMeter(place)
  const host = `127.0.0.1:${record.registryPort}`
  await writeDockerConfig(place, host)
  if (await wantsRestart(place, options)) await stopEngine(place, 'term', signal)
  log('starting the engine and the registries')
  await Promise.all([startEngine({ place, ...record, signal }), startRegistries(place, record, signal)])
  await provideImages({
    socket: place.socket,
    dockerConfig: place.dockerConfig,
    cache: place.cache,
    images: imageNames(host),
    log,
    signal,
  })
  log(`up: DOCKER_HOST=unix://${place.socket} (GPUs are simulated)`)
  return await rigOf(place, record)
}

/** Keeps what a half-running rig already uses; chooses free ports and a free subnet otherwise. */
async function decide(place: Place, options: UpOptions): Promise<RigRecord> {
  const before = await readRecord(place)
  const toolkit = options.toolkit ?? before?.toolkit ?? true
  if (before !== null && (await engineIsRunning(place))) return { ...before, toolkit }
  const registryPort = await freePort(place.firstPort)
  return {
    subnet: freeSubnet(place.subnet),
    registryPort,
    anonymousPort: await freePort(registryPort + 1),
    toolkit,
  }
}
