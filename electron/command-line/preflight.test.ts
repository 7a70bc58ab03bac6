import { expect, it } from 'vitest'
import type { Preflight } from '../../shared/contract/preflight'
import { judge, readImage } from '../../shared/model/compatibility'
import { described } from './preflight'

const host = {
  ...{ architecture: 'amd64', driver: '550.90.07', driverKnown: true, driverPlatform: 'linux' as const },
  cards: [{ uuid: 'GPU-1', name: 'NVIDIA A100-SXM4-80GB', capability: '8.0' }],
}
const facts = readImage({
  ...{ reference: 'lab/new:1', env: ['NVIDIA_REQUIRE_CUDA=cuda>=99.0'], labels: {} },
  ...{ architectures: ['amd64'], catalogue: null },
})
const found: Preflight = {
  ...{ reference: 'lab/new:1', digest: null, from: 'registry', facts, verdict: judge(facts, host) },
  nearest: [{ id: 'other', title: 'PyTorch', image: 'lab/old:1' }],
  size: { layers: 1, totalBytes: 5e9, downloadBytes: 5e9, unpackedBytes: 12e9, freeAfterBytes: -2e9 },
  ...{ readBytes: 900, milliseconds: 40 },
}

it('a pre-flight is told in sentences, with what to do, the evidence, the rule and its source', () => {
  const text = described(found)
  expect(text).toMatch(
    /^lab\/new:1: Will not run\n {2}The image demands cuda>=99\.0, which driver 550\.90\.07/,
  )
  expect(text).toContain('    → Update the NVIDIA driver')
  expect(text).toContain('    | NVIDIA_REQUIRE_CUDA=cuda>=99.0')
  expect(text).toMatch(/\n {4}require-unmet: \S/)
  expect(text).toContain('2.0 GB too little on the disk')
  expect(text).toContain('  lab/old:1  (PyTorch)')
})
