// One look at the machine: what several checks need is read once, by whoever asks first.
import type { EngineState } from '../../shared/contract/engine'
import { readInfo, type CreateSpec, type Engine, type EngineInfo } from '../engine'
import { readCdi, usualCdiFolders, type CdiFiles } from './facts/cdi'
import { readDaemon, type Daemon } from './facts/daemon'
import { readBus, readKernelModule, readSmi, type Smi } from './facts/driver'
import { tryGpuContainer, type GpuStart } from './facts/gpu-start'
import { readToolkit, type Toolkit } from './facts/toolkit'
import type { Machine } from './machine'

export type DoctorEngine = Pick<Engine, 'state' | 'watch' | 'info' | 'images' | 'containers' | 'reconnect'>
/** Beside the machine: the engine, and what a person set. */
export type Around = {
  machine: Machine
  engine: DoctorEngine
  /** Host names of registries that are used, e.g. 'quay.io'. */
  registries: () => string[]
  /** '' for the usual one under the home. */
  projectFolder: () => string
  owner: string
}
export type Other = { address: string; info: EngineInfo | null }

export type Look = {
  machine: Machine
  registries: string[]
  projectFolder: string
  engine(): Promise<EngineState>
  /** null while no engine answers. */
  info(): Promise<EngineInfo | null>
  /** Engines that answer at other sockets than the one in use. */
  others(): Promise<Other[]>
  /** null when the engine in use is not a dockerd of this machine. */
  daemon(): Promise<Daemon | null>
  smi(): Promise<Smi>
  kernelModule(): ReturnType<typeof readKernelModule>
  bus(): ReturnType<typeof readBus>
  toolkit(): Promise<Toolkit>
  cdi(): Promise<CdiFiles>
  gpuStart(): Promise<GpuStart>
}

/** `signal` ends the whole look. */
export function openLook(
  { machine, engine, registries, projectFolder, owner }: Around,
  signal: AbortSignal,
): Look {
  const state = once(() => settled(engine, signal))
  const info = once(async () => ((await state()).is === 'up' ? engine.info(signal) : null))
  const toolkit = once(() => readToolkit(machine, signal))
  const daemon = once(async () => {
    const now = await state()
    if (now.is !== 'up' || now.product !== 'docker' || !now.local || machine.platform !== 'linux') return null
    return readDaemon(machine, now.address.replace(/^unix:\/\//, ''), now.rootless)
  })
  const cdi = once(async () => readCdi(machine, (await cdiFolders(info, daemon)) ?? usualCdiFolders))
  return {
    machine,
    registries: registries(),
    projectFolder: projectFolder(),
    engine: state,
    info,
    daemon,
    toolkit,
    cdi,
    others: once(async () => otherEngines(machine, await state(), signal)),
    smi: once(() => readSmi(machine, signal)),
    kernelModule: once(() => readKernelModule(machine)),
    bus: once(() => readBus(machine)),
    gpuStart: once(async () =>
      tryGpuContainer({ engine, deviceRequests: await requests(state, toolkit), owner, signal }),
    ),
  }
}

/** Asked at most once; a failure is everybody's. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  const asked: Promise<T>[] = []
  return () => {
    const first = asked[0] ?? ask()
    if (asked.length === 0) asked.push(first)
    return first
  }
}

/** The first outcome of the search for an engine. */
async function settled(engine: DoctorEngine, signal: AbortSignal): Promise<EngineState> {
  for await (const state of engine.watch(signal)) if (state.is !== 'connecting') return state
  return engine.state()
}

async function cdiFolders(
  info: () => Promise<EngineInfo | null>,
  daemon: () => Promise<Daemon | null>,
): Promise<string[] | null> {
  const said = (await info())?.cdiFolders ?? null
  return said !== null && said.length > 0 ? said : ((await daemon())?.config?.['cdi-spec-dirs'] ?? null)
}

/** As a launch asks for all cards: through CDI where the engine knows such devices or has no other way. */
async function requests(
  state: () => Promise<EngineState>,
  toolkit: () => Promise<Toolkit>,
): Promise<CreateSpec['deviceRequests']> {
  const now = await state()
  const parts = await toolkit()
  const byCdi =
    now.is === 'up' &&
    (now.product === 'podman' || now.cdiDevices.length > 0 || (parts.hook === null && parts.ctk !== null))
  return byCdi
    ? [{ driver: 'cdi', count: 0, deviceIds: ['nvidia.com/gpu=all'], capabilities: [] }]
    : [{ driver: '', count: -1, deviceIds: [], capabilities: [['gpu']] }]
}

async function otherEngines(machine: Machine, state: EngineState, signal: AbortSignal): Promise<Other[]> {
  if (state.is === 'connecting') return []
  const addresses = state.tried
    .filter(({ outcome, address }) => outcome !== 'answered' && address.startsWith('unix://'))
    .map(({ address }) => address)
  const found = await Promise.all(
    addresses.map(async (address): Promise<Other[]> => {
      const answer = await machine.askSocket(address.slice('unix://'.length), '/info', {
        signal,
        milliseconds: 2_500,
      })
      if (answer.is !== 'answered' || answer.status !== 200) return []
      try {
        return [{ address, info: readInfo(JSON.parse(answer.body)) }]
      } catch {
        // Something else listens there: no engine to speak of.
        return []
      }
    }),
  )
  return found.flat()
}
