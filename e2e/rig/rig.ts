import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { dockerOf } from './images/docker'
import { imageNames, isPresent } from './images/index'
import { engineIsRunning, startEngine, stopEngine } from './engine'
import { setScenario } from './nvidia/index'
import type { Place } from './place'
import { registryPassword, registryUser } from './registry'
import { searchPath } from './requirements'
import type { Rig } from './types'
import { takeDown } from './down'

/** What `up` decided and a later process must know. */
const recordShape = z.object({
  subnet: z.number().int(),
  registryPort: z.number().int(),
  anonymousPort: z.number().int(),
  toolkit: z.boolean(),
})
export type RigRecord = z.infer<typeof recordShape>

export async function readRecord(place: Place): Promise<RigRecord | null> {
  try {
    return recordShape.parse(JSON.parse(await readFile(place.record, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

export async function rigOf(place: Place, record: RigRecord): Promise<Rig> {
  const host = `127.0.0.1:${record.registryPort}`
  const images = imageNames(host)
  const docker = dockerOf({ socket: place.socket, dockerConfig: place.dockerConfig })
  return {
    name: place.name,
    dockerHost: `unix://${place.socket}`,
    env: {
      DOCKER_HOST: `unix://${place.socket}`,
      DOCKER_CONFIG: place.dockerConfig,
      PATH: `${place.bin}:${process.env['PATH'] ?? searchPath}`,
      BERTH_RIG_NAME: place.name,
      BERTH_RIG_SCENARIO_FILE: place.scenarioFile,
    },
    registry: {
      host,
      anonymousHost: `127.0.0.1:${record.anonymousPort}`,
      username: registryUser,
      password: await registryPassword(place),
    },
    images,
    scenarioFile: place.scenarioFile,
    setScenario: (name) => setScenario(place, name),
    forgetImages: async () => {
      for (const reference of Object.values(images))
        if (await isPresent(place.socket, reference)) await docker(['rmi', '--force', reference])
    },
    stopEngine: (how) => stopEngine(place, how),
    startEngine: () => startEngine({ place, subnet: record.subnet, toolkit: record.toolkit }),
    down: (options) => takeDown(place, record.subnet, options),
  }
}

export { engineIsRunning }
