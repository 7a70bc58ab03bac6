// What an image would find here: the architecture of the engine's machine, and the driver and cards where they are ours.
import { release } from 'node:os'
import type { EngineState } from '../../shared/contract/engine'
import type { GpuState } from '../../shared/contract/gpus'
import type { CompatHost } from '../../shared/model/compatibility'
import type { GpuRoom } from '../services'

/** Driver and cards change with a restart of the driver, not from second to second. */
const freshMilliseconds = 60_000
/** A driver that does not answer for so long is one of which nothing is known. */
const patienceMilliseconds = 3000

export async function hostFacts(
  { engine, gpus, now }: { engine: EngineState; gpus: Pick<GpuRoom, 'state' | 'sample'>; now: () => number },
  signal: AbortSignal,
): Promise<CompatHost> {
  const last = gpus.state()
  const local = engine.is !== 'up' || engine.local
  const fresh = last.is === 'live' && Math.abs(now() - last.at) < freshMilliseconds
  return compatHost(engine, local ? (fresh ? last : await sampleSoon(gpus, signal)) : null)
}

async function sampleSoon(gpus: Pick<GpuRoom, 'sample'>, signal: AbortSignal): Promise<GpuState> {
  const patience = AbortSignal.timeout(patienceMilliseconds)
  try {
    return await gpus.sample(AbortSignal.any([signal, patience]))
  } catch (error) {
    if (signal.aborted || !patience.aborted) throw error
    return { is: 'looking' }
  }
}

/** `gpus` null: the engine is on another machine, whose cards nobody here can see. */
export function compatHost(engine: EngineState, gpus: GpuState | null): CompatHost {
  const common = { architecture: architectureOf(engine), driverPlatform: driverPlatform() }
  const unknown = { ...common, driver: null, driverKnown: false, cards: [] }
  if (gpus === null) return unknown
  switch (gpus.is) {
    case 'live': {
      const cards = gpus.cards.map(({ uuid, name, computeCapability }) => ({
        ...{ uuid, name, capability: computeCapability },
      }))
      return { ...common, driver: gpus.driver, driverKnown: true, cards }
    }
    case 'absent':
      return { ...unknown, driverKnown: true }
    case 'failed':
      // A driver that is not there is a fact; one that fails may be any.
      return { ...unknown, driverKnown: gpus.reason === 'no-driver' }
    case 'looking':
      return unknown
  }
}

/** As OCI names it. The engine's machine counts, not the one that the window is on. */
export function architectureOf(engine: EngineState): string {
  const name = engine.is === 'up' && engine.architecture !== '' ? engine.architecture : process.arch
  const names: Record<string, string> = {
    x86_64: 'amd64',
    x64: 'amd64',
    aarch64: 'arm64',
    i686: '386',
    ia32: '386',
  }
  return names[name] ?? name
}

/** Under WSL2 nvidia-smi tells the version of the driver of Windows (docs.nvidia.com/cuda/wsl-user-guide). */
function driverPlatform(): CompatHost['driverPlatform'] {
  return process.platform === 'win32' || /microsoft/i.test(release()) ? 'windows' : 'linux'
}
