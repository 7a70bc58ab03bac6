// How the engine is set up: what kind it is, how it stores images and groups processes, and whether it is the one with the GPUs.
import type { EngineUp } from '../../../shared/contract/engine'
import { advice, fine, problem, unknown, type DoctorCheck, type Outcome } from '../check'
import type { EngineInfo } from '../../engine'
import type { Look, Other } from '../look'

export const engineSetupCheck: DoctorCheck = {
  id: 'engine-setup',
  after: ['engine'],
  milliseconds: 45_000,
  async run(look) {
    const [state, info] = [await look.engine(), await look.info()]
    if (state.is !== 'up' || info === null) return unknown('check-timed-out', { params: { seconds: 45 } })
    const elsewhere = await otherHasGpus(look, state, info)
    const evidence = [
      ...described(state, info),
      ...(elsewhere
        ? [`at ${elsewhere.address}: runtimes ${elsewhere.info?.runtimes.join(', ') ?? ''}`]
        : []),
    ].join('\n')
    return { ...judged(state, info, elsewhere), evidence }
  },
}

function described(state: EngineUp, info: EngineInfo): string[] {
  return [
    `engine: ${state.product} ${state.version} at ${state.address}${state.rootless ? ', rootless' : ''}`,
    `storage driver: ${info.storageDriver}; data root: ${info.dataRoot}`,
    `cgroup driver: ${info.cgroupDriver}; cgroup version: ${info.cgroupVersion}`,
    `runtimes: ${info.runtimes.join(', ')}`,
    ...(info.cdiDevices.length > 0 ? [`CDI devices: ${info.cdiDevices.join(', ')}`] : []),
  ]
}

function judged(state: EngineUp, info: EngineInfo, elsewhere: Other | null): Outcome {
  const { address, product, source } = state
  if (elsewhere !== null)
    return problem('setup-other-engine', {
      params: { address, product, context: source === 'context' ? state.name : '', other: elsewhere.address },
      fixes: [
        {
          id:
            source === 'DOCKER_HOST'
              ? 'unset-docker-host'
              : source === 'settings'
                ? 'change-address'
                : 'use-default-context',
        },
      ],
    })
  if (product === 'podman')
    return before(state.version, 5, 4)
      ? advice('setup-podman-too-old', {
          params: { version: state.version },
          fixes: [{ id: 'upgrade-engine' }],
        })
      : fine('setup-podman', { params: { version: state.version } })
  if (info.storageDriver === 'vfs')
    return advice('setup-storage-slow', {
      params: { storage: info.storageDriver },
      fixes: [{ id: 'use-overlay2' }],
    })
  if (product === 'desktop') return fine('setup-desktop')
  if (state.rootless) return fine('setup-rootless')
  const { storageDriver: storage, cgroupDriver, cgroupVersion } = info
  return fine('setup-usual', { params: { storage, cgroupDriver, cgroupVersion: cgroupVersion || '1' } })
}

/** Chosen by a context, by DOCKER_HOST or in the settings, without a way to the cards that this machine has; another has one. */
async function otherHasGpus(look: Look, state: EngineUp, info: EngineInfo): Promise<Other | null> {
  const chosen = ['context', 'DOCKER_HOST', 'settings'].includes(state.source)
  if (!chosen || look.machine.platform !== 'linux' || knowsGpus(info)) return null
  const smi = await look.smi()
  if (smi.is !== 'live' || smi.cards.length === 0) return null
  const other = (await look.others()).find((each) => each.info !== null && knowsGpus(each.info)) ?? null
  if (other === null) return null
  // An engine that finds the hook on its PATH has the GPUs without listing anything.
  return (await look.gpuStart()).is === 'runs' ? null : other
}

function knowsGpus({ runtimes, cdiDevices }: EngineInfo): boolean {
  return runtimes.includes('nvidia') || cdiDevices.some((name) => name.startsWith('nvidia.com/'))
}

export function before(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number)
  return first < major || (first === major && second < minor)
}
