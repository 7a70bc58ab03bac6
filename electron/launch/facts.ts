// Gathers what a plan must know of the machine, the engine and the image, in one go.
import { labels } from '../../shared/model/labels'
import type { GpuState } from '../../shared/contract/gpus'
import { wantedPaths } from '../../shared/model/launch'
import type { GpuFacts, HeldCard, ImageFacts, LaunchHost } from '../../shared/model/launch'
import type { LaunchSpec } from '../../shared/model/launch-spec'
import { refusalFrom } from '../../shared/model/refusal'
import type { ContainerSummary, Engine } from '../engine'
import type { GpuRoom, LeaseRoom, SettingsRoom } from '../services'
import { judgePaths, type Judging } from './judging'
import type { Looks } from './look'
import { defaultFolder, type Machine } from './machine'

export type FactSources = Omit<Judging, 'machine'> & {
  engine: Engine
  settings: SettingsRoom
  gpus: GpuRoom
  machine: Machine
  looks: Looks
  expectsJupyter(spec: LaunchSpec): boolean | null
  owner: string
  leases: Pick<LeaseRoom, 'list'>
  /** Cards that other launches under way were planned to get: their containers are not there yet. */
  promised(exceptTask: string): HeldCard[]
  log: (line: string) => void
}

type Asked = { spec: LaunchSpec; taskId: string; environmentId: string; signal: AbortSignal }

/** A reading this young says well enough which cards there are. */
const freshMilliseconds = 3_000

/** Refuses with EngineDown. */
export async function gatherFacts(sources: FactSources, asked: Asked): Promise<LaunchHost> {
  const { engine, machine, owner } = sources
  const { spec, signal } = asked
  const up = engine.up()
  const socket = up.address.startsWith('unix://') ? up.address.slice('unix://'.length) : ''
  const [containers, reserved, image, gpus, folder, paths, freePort] = await Promise.all([
    engine.containers.list(signal),
    reservations(sources, signal),
    sources.looks.known(spec.image, signal),
    gpuFacts(sources, asked, up.local),
    folderFacts(sources, spec, up.local),
    judgePaths(wantedPaths(spec), up, sources),
    machine.freePort(),
  ])
  const user = machine.process()
  const ownerUid = folder.is === 'folder' ? folder.ownerUid : user.uid
  const memory = machine.memory()
  return {
    memoryBytes: up.memoryBytes || memory.totalBytes,
    freeMemoryBytes: up.local ? memory.freeBytes : null,
    cpus: up.cpus || machine.cpus(),
    engine: {
      product: up.product,
      rootless: up.rootless,
      local: up.local,
      cdiDevices: up.cdiDevices,
      socket,
    },
    gpus,
    heldCards: [...held(containers), ...sources.promised(asked.taskId)],
    reservedCards: reserved,
    process: user,
    folder,
    folderOwnerName: ownerUid === user.uid ? user.userName : await machine.nameOf(ownerUid),
    paths,
    takenNames: containers.map(({ name }) => name),
    image: image satisfies ImageFacts,
    expectsJupyter: sources.expectsJupyter(spec),
    freePort,
    environmentId: asked.environmentId,
    taskId: asked.taskId,
    owner,
    now: Date.now(),
  }
}

/** Created counts too: it is about to start. What was made of an environment (commit) carries its labels, and no card. */
function held(containers: readonly ContainerSummary[]): HeldCard[] {
  const awake = ['created', 'running', 'restarting', 'paused']
  return containers.flatMap((each) =>
    awake.includes(each.state)
      ? (each.labels[labels.gpuUuids] ?? '')
          .split(',')
          .filter(Boolean)
          .map((uuid) => ({ uuid, by: each.labels[labels.name] ?? each.name }))
      : [],
  )
}

/** A lease is advice: that nobody can be asked for it is no reason not to launch. */
async function reservations({ leases, log }: FactSources, signal: AbortSignal) {
  try {
    const all = await leases.list(signal)
    return all.flatMap(({ uuids, holder, until }) => uuids.map((uuid) => ({ uuid, holder, until })))
  } catch (error) {
    log(`leases: ${refusalFrom(error).evidence}`)
    return []
  }
}

async function folderFacts({ machine, settings }: FactSources, spec: LaunchSpec, local: boolean) {
  if (!local) return { is: 'unknown' } as const
  const folder = await machine.folder(spec.projectFolder)
  // Only the folder Berth names itself is made without asking.
  const made = settings.get().projectFolder === '' && spec.projectFolder === defaultFolder(machine)
  return folder.is === 'missing' ? { ...folder, made } : folder
}

async function gpuFacts({ gpus }: FactSources, { spec, signal }: Asked, local: boolean): Promise<GpuFacts> {
  // Nobody asked for a card, or the cards here are not the engine's.
  if (spec.gpus.is === 'none' || !local) return { is: 'unknown' }
  const last = gpus.state()
  const fresh =
    last.is === 'live' && Math.abs(Date.now() - last.at) < freshMilliseconds && spec.gpus.is !== 'least-busy'
  return factsOf(fresh ? last : await gpus.sample(signal))
}

function factsOf(state: GpuState): GpuFacts {
  switch (state.is) {
    case 'live':
      return { is: 'known', cards: state.cards }
    case 'absent':
      return { is: 'absent', raw: state.raw }
    case 'failed':
      return { is: 'failed', reason: state.reason, raw: state.raw }
    case 'looking':
      return { is: 'unknown' }
  }
}
