import { takeDown } from './down'
import { reloadEngine, startEngine, stopEngine } from './engine'
import { dockerOf } from './images/docker'
import { imageNames, isPresent } from './images/index'
import { provideTools } from './images/tools'
import { writeWhole } from './lock'
import { setScenario } from './nvidia/index'
import type { Place } from './place'
import { readRecord, type RigRecord } from './record'
import { registryPassword, registryUser } from './registry'
import { searchPath, usesExistingEngine } from './requirements'
import type { Rig } from './types'
import { installToolkit } from './workstation/toolkit'

/** The handle on a rig that is up. */
export async function rigOf(place: Place, record: RigRecord): Promise<Rig> {
  const host = `127.0.0.1:${record.registryPort}`
  const images = imageNames(host)
  const dockerHost = `unix://${place.socket}`
  const target = { socket: place.socket, dockerConfig: place.dockerConfig }
  const docker = dockerOf(target)
  return {
    name: place.name,
    dockerHost,
    env: {
      DOCKER_HOST: dockerHost,
      DOCKER_CONFIG: place.dockerConfig,
      PATH: `${place.bin}:${process.env['PATH'] ?? searchPath}`,
      BERTH_RIG_NAME: place.name,
      BERTH_RIG_SCENARIO_FILE: place.scenarioFile,
      BERTH_SIMULATED_HOST: place.hostRoot,
    },
    registry: {
      host,
      anonymousHost: `127.0.0.1:${record.anonymousPort}`,
      username: registryUser,
      password: await registryPassword(place),
    },
    images,
    tools: () => provideTools({ ...target, cache: place.cache, log: () => undefined }),
    scenarioFile: place.scenarioFile,
    setScenario: (name) => setScenario(place, name),
    forgetImages: async () => {
      for (const reference of Object.values(images))
        if (await isPresent(place.socket, reference)) await docker(['rmi', '--force', reference])
    },
    setToolkit: async (parts) => {
      const now = (await readRecord(place)) ?? record
      await writeWhole(place.record, JSON.stringify({ ...now, toolkit: parts === 'whole' }))
      await installToolkit(place, parts)
    },
    stopEngine: async (how) => {
      refuseForExistingEngine()
      await stopEngine(place, how)
    },
    reloadEngine: async () => {
      refuseForExistingEngine()
      await reloadEngine(place)
    },
    startEngine: async () => {
      refuseForExistingEngine()
      await startEngine({ place, ...((await readRecord(place)) ?? record) })
    },
    down: (options) => takeDown(place, options),
  }
}

function refuseForExistingEngine(): void {
  if (usesExistingEngine())
    throw new Error(
      "BERTH_RIG=existing uses an engine that is not the rig's to stop or start: unset BERTH_RIG for tests that stop it.",
    )
}
