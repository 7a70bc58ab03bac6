import { rm, rmdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { outcomeOf } from './command'
import { send } from './daemon'
import { engineIsRunning, forgetConfig, startEngine, stopContainerd, stopEngine } from './engine'
import { engineCall, ping } from './engine-api'
import { cleanEngine } from './engine-cleaning'
import { imageNames } from './images/index'
import { toolsReference } from './images/tools'
import { withLock } from './lock'
import { removeBridge } from './network'
import { stopMeter } from './nvidia/index'
import type { Place } from './place'
import { readRecord, type RigRecord } from './record'
import { stopRegistries } from './registry'
import { usesExistingEngine } from './requirements'
import { mountsOf, processesOf } from './traces'
import type { DownOptions, Log } from './types'

type Watched = { log: Log; signal: AbortSignal | undefined }

/**
 * Ends everything that the rig started, also after a crash, a kill or a reboot: first in good order, then whatever is
 * still found on the machine. Images stay for the next `up`, unless the engine could not be asked to clean itself.
 */
export async function takeDown(place: Place, options: DownOptions = {}): Promise<void> {
  const { signal } = options
  const log: Log = options.log ?? (() => undefined)
  await withLock(place.lock, { signal }, async () => {
    const record = await readRecord(place)
    const clean = await cleaned(place, record, { log, signal })
    await stopEngine(place, 'term', signal)
    await stopContainerd(place, signal)
    await forgetConfig(place)
    await stopRegistries(place, signal)
    await stopMeter(place, signal)
    await endProcesses(place, signal)
    for (const path of await mountsOf(place)) await outcomeOf(['umount', '--lazy', path], { signal })
    await removeBridge(place.bridge, record?.subnet ?? place.subnet)
    await removeEmptyCgroups()
    await rm(place.run, { recursive: true, force: true })
    if (options.purge === true) await rm(place.data, { recursive: true, force: true })
    else if (!clean)
      for (const folder of [place.engineData, place.containerdData])
        await rm(folder, { recursive: true, force: true })
  })
}

/** False where containers may be left in the engine's data, which then must go as a whole. */
async function cleaned(place: Place, record: RigRecord | null, { log, signal }: Watched): Promise<boolean> {
  if (usesExistingEngine()) {
    await removeOwnTags(place, record, signal)
    return true
  }
  const containers = await readdir(join(place.engineData, 'containers')).catch(() => [])
  if (!(await engineIsRunning(place)) && containers.length === 0) return true
  if (record === null) return false
  try {
    // A killed engine, too, knows best what it had started; it thaws or starts in a second.
    await startEngine({ place, ...record, signal })
    const images = Object.values(imageNames(`127.0.0.1:${record.registryPort}`))
    await cleanEngine(place.socket, [...images, await toolsReference()], signal)
    return true
  } catch (error) {
    signal?.throwIfAborted()
    log(`the engine could not clean itself, its data goes as a whole: ${String(error)}`)
    return false
  }
}

/** From somebody else's engine only the rig's own names go; an image that a container uses is left to its owner. */
async function removeOwnTags(place: Place, record: RigRecord | null, signal?: AbortSignal): Promise<void> {
  if (record === null || !(await ping(place.socket))) return
  for (const reference of Object.values(imageNames(`127.0.0.1:${record.registryPort}`)))
    await engineCall({ socket: place.socket, method: 'DELETE', path: `/images/${reference}`, signal })
}

/** Shims and containers of a killed engine: they name the rig, so they are known without any pid file. */
async function endProcesses(place: Place, signal?: AbortSignal): Promise<void> {
  const end = Date.now() + 10_000
  for (;;) {
    const processes = await processesOf(place)
    if (processes.length === 0) return
    if (Date.now() > end)
      throw new Error(
        `Still running 10 s after KILL: ${processes.map(({ pid, what }) => `${pid} ${what}`).join('; ')}`,
      )
    for (const { pid } of processes) send(pid, 'SIGKILL')
    await sleep(50, undefined, { signal })
  }
}

/** dockerd leaves the parent of its containers' cgroups; rmdir takes only an empty one, so another engine keeps its own. */
async function removeEmptyCgroups(): Promise<void> {
  const controllers = await readdir('/sys/fs/cgroup').catch(() => [])
  for (const folder of ['', ...controllers])
    await rmdir(join('/sys/fs/cgroup', folder, 'docker')).catch(() => undefined)
}
