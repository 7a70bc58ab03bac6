// What a pre-flight of a pretended machine says: one image that runs, and, for CUDA 13 references, one that does not.
import type { ImageCheck, Preflight } from '../../shared/contract/preflight'

export function preflightOf(reference: string): Preflight {
  const old = /cuda13|cu13/.test(reference)
  const nearest = [
    {
      id: 'jupyter-pytorch-cuda12',
      title: 'PyTorch · CUDA 12 · Jupyter',
      image: 'quay.io/jupyter/pytorch-notebook:cuda12-2025-08-18',
    },
  ]
  const evidence = old ? 'driver 570.86.15' : 'CUDA_VERSION=12.8.1'
  const cuda = old ? '13.0.0' : '12.8.1'
  return {
    reference,
    digest: `sha256:${'5e'.repeat(32)}`,
    from: 'registry',
    facts: {
      reference,
      architectures: ['amd64', 'arm64'],
      cuda: { value: cuda, from: 'env', seen: `CUDA_VERSION=${cuda}` },
      ...{ torch: null, capabilities: null, ptx: null, require: null, leastDriver: null, gpu: null },
    },
    verdict: {
      is: old ? 'will-not-run' : 'runs',
      reasons: [
        {
          rule: old ? 'driver-too-old' : 'driver-new-enough',
          params: { cuda, driver: '570.86.15', needed: old ? '580.65.06' : '570.26' },
          evidence,
          source: 'NVIDIA CUDA Toolkit release notes, table 3',
          certain: true,
        },
      ],
      excludedCards: [],
    },
    nearest: old ? nearest : [],
    size: {
      layers: 24,
      totalBytes: 4.1e9,
      downloadBytes: 3.2e9,
      unpackedBytes: 8e9,
      freeAfterBytes: 412e9,
    },
    readBytes: 14_200,
    milliseconds: 420,
  }
}

export function checkOf(reference: string): ImageCheck {
  const card = { name: 'NVIDIA A100-SXM4-80GB', capability: '8.0', productSeconds: 0.0002, error: '' }
  return {
    ...{ image: reference, at: 0, by: 'torch', torch: '2.9.1', cuda: '12.8', cards: [card, card] },
    ...{ raw: '', seconds: 6.2 },
  }
}
