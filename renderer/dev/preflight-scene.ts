// What the preview's pre-flight says: verdicts by position in the catalogue, so that each kind is seen.
import type { CatalogueEntry } from '../../shared/contract/launch'
import type { ImageCheck, Preflight } from '../../shared/contract/preflight'
import type { ImageFacts, Reason, Verdict } from '../../shared/model/compatibility/types'

function reason(rule: Reason['rule'], params: Reason['params'], rest: Partial<Reason> = {}): Reason {
  return {
    ...{ rule, params, certain: true },
    ...{ evidence: 'CUDA_VERSION=12.8.1', source: 'CUDA Toolkit release notes, table 3' },
    ...rest,
  }
}

const verdictsInTurn: Verdict[] = [
  {
    is: 'runs',
    reasons: [reason('driver-new-enough', { cuda: '12.8.1', driver: '570.124.06', least: '570.26' })],
    excludedCards: [],
  },
  {
    is: 'minor-version',
    reasons: [
      reason('driver-minor-version', {
        cuda: '12.9.1',
        driver: '570.124.06',
        least: '575.51.03',
        floor: '525.60.13',
      }),
    ],
    excludedCards: [],
  },
  {
    is: 'will-not-run',
    reasons: [
      reason('driver-too-old', {
        cuda: '13.0',
        driver: '570.124.06',
        least: '580.65.06',
        floor: '580.65.06',
      }),
    ],
    excludedCards: [],
  },
  {
    is: 'without-gpu',
    reasons: [reason('image-for-cpu', {}, { evidence: '', source: 'the catalogue' })],
    excludedCards: [],
  },
  {
    is: 'cannot-tell',
    reasons: [reason('nothing-known', {}, { evidence: '', source: '', certain: false })],
    excludedCards: [],
  },
]

const facts: ImageFacts = {
  reference: '',
  architectures: ['amd64', 'arm64'],
  cuda: { value: '12.8.1', from: 'env', seen: 'CUDA_VERSION=12.8.1' },
  torch: { value: '2.9.0', from: 'env', seen: 'PYTORCH_VERSION=2.9.0' },
  capabilities: {
    value: ['7.5', '8.0', '8.6', '9.0', '10.0', '12.0'],
    from: 'catalogue',
    seen: 'sm_75 … sm_120',
  },
  ptx: null,
  require: { value: 'cuda>=12.8 driver>=570', from: 'env', seen: 'NVIDIA_REQUIRE_CUDA=cuda>=12.8' },
  leastDriver: null,
  gpu: { value: true, from: 'env', seen: 'NVIDIA_VISIBLE_DEVICES=all' },
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

export function previewPreflight(catalogue: CatalogueEntry[]) {
  const verdictOf = (reference: string): Verdict => {
    const index = catalogue.findIndex(({ image }) => image === reference)
    const turn =
      reference.includes('cu13') || reference.includes('2.14')
        ? 2
        : index < 0
          ? 4
          : [0, 0, 1, 0, 3, 2][index % 6]
    return verdictsInTurn[turn ?? 0] as Verdict
  }
  return {
    verdicts: (references: string[]) => Object.fromEntries(references.map((each) => [each, verdictOf(each)])),
    look: async (reference: string): Promise<Preflight> => {
      await pause(400)
      const verdict = verdictOf(reference)
      return {
        reference,
        digest: `sha256:${'5f'.repeat(32)}`,
        from: 'registry',
        facts: { ...facts, reference },
        verdict,
        nearest:
          verdict.is === 'will-not-run'
            ? catalogue.slice(0, 2).map(({ id, title, image }) => ({ id, title, image }))
            : [],
        size: {
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
      return {
        image: reference,
        at: Date.now(),
        by: 'torch',
        torch: '2.9.0+cu128',
        cuda: '12.8',
        cards: [
          { name: 'NVIDIA A100-SXM4-80GB', capability: '8.0', productSeconds: 0.0042, error: '' },
          {
            name: 'NVIDIA A100-SXM4-80GB',
            capability: '8.0',
            productSeconds: null,
            error: 'CUDA error: out of memory',
          },
        ],
        raw: 'torch 2.9.0+cu128\ncuda:0 NVIDIA A100-SXM4-80GB ok 0.0042 s\ncuda:1 CUDA error: out of memory',
        seconds: 6.8,
      }
    },
  }
}
