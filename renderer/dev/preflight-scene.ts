// The pre-flight of a pretended machine: the real rules over the catalogue, no registry and no container behind them.
import type { GpuState } from '../../shared/contract/gpus'
import type { CatalogueEntry } from '../../shared/contract/launch'
import type { ImageCheck, Preflight } from '../../shared/contract/preflight'
import { judge, nearestThatRun, readImage, type CompatHost } from '../../shared/model/compatibility'

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

export function previewPreflight(catalogue: CatalogueEntry[], gpus: GpuState) {
  const host = hostOf(gpus)
  const judged = (reference: string) => {
    const entry = catalogue.find(({ image }) => image === reference) ?? null
    const facts = readImage({ reference, env: [], labels: {}, architectures: [], catalogue: entry })
    return { entry, facts, verdict: judge(facts, host) }
  }
  const alternatives = () =>
    catalogue.map((entry) => {
      const { facts, verdict } = judged(entry.image)
      return { ...entry, facts, verdict }
    })
  return {
    verdicts: (references: string[]) =>
      Object.fromEntries(references.map((reference) => [reference, judged(reference).verdict])),
    look: async (reference: string): Promise<Preflight> => {
      await pause(400)
      const { entry, facts, verdict } = judged(reference)
      const nearest = verdict.is === 'will-not-run' ? nearestThatRun({ facts, entry }, alternatives()) : []
      return {
        ...{ reference, facts, verdict },
        digest: `sha256:${'5f'.repeat(32)}`,
        from: 'registry',
        nearest: nearest.map(({ id, title, image }) => ({ id, title, image })),
        size: entry?.present
          ? { layers: 18, totalBytes: 0, downloadBytes: 0, unpackedBytes: 9.8e9, freeAfterBytes: 412e9 }
          : {
              layers: 18,
              totalBytes: 5.6e9,
              downloadBytes: 3.9e9,
              unpackedBytes: 9.8e9,
              freeAfterBytes: 402e9,
            },
        readBytes: 21_480,
        milliseconds: 640,
      }
    },
    check: async (reference: string): Promise<ImageCheck> => {
      await pause(1200)
      const card = { name: 'NVIDIA A100-SXM4-80GB', capability: '8.0' }
      return {
        ...{
          image: reference,
          at: Date.now(),
          by: 'torch',
          torch: '2.9.0+cu128',
          cuda: '12.8',
          seconds: 6.8,
        },
        cards: [
          { ...card, productSeconds: 0.0042, error: '' },
          { ...card, productSeconds: null, error: 'CUDA error: out of memory' },
        ],
        raw: 'torch 2.9.0+cu128\ncuda:0 NVIDIA A100-SXM4-80GB ok 0.0042 s\ncuda:1 CUDA error: out of memory',
      }
    },
  }
}

function hostOf(gpus: GpuState): CompatHost {
  const live = gpus.is === 'live' ? gpus : null
  return {
    architecture: 'amd64',
    driver: live?.driver ?? null,
    driverKnown: gpus.is === 'live' || gpus.is === 'absent',
    driverPlatform: 'linux',
    cards: (live?.cards ?? []).map(({ uuid, name, computeCapability }) => ({
      uuid,
      name,
      capability: computeCapability,
    })),
  }
}
