import { describe, expect, test } from 'vitest'
import catalogueFile from '../../../assets/catalogue.json'
import { capabilityOf, torchBuild } from './capability'
import { known, source } from './judge.test-support'
import { readImage } from './read-image'
import { capabilityTable, driverTable, torchTable } from './tables'
import { tagFacts } from './tags'

describe('an image is read', () => {
  test('from its environment first, then labels, catalogue and tag', () => {
    const asked = {
      reference: 'docker.io/nvidia/cuda:11.8.0-base-ubuntu22.04',
      env: ['CUDA_VERSION=12.8.1.012'],
      labels: { 'com.nvidia.cuda.version': '12.4.1' },
      catalogue: known({ cuda: '12.2' }),
    }
    const cuda = (without: Partial<typeof asked> | { catalogue: null }) =>
      readImage(source({ ...asked, ...without })).cuda
    expect(cuda({})).toEqual({ value: '12.8.1', from: 'env', seen: 'CUDA_VERSION=12.8.1.012' })
    expect(cuda({ env: [] })?.value).toBe('12.4.1')
    expect(cuda({ env: [], labels: { 'com.nvidia.cuda.version': '' } })?.from).toBe('catalogue')
    expect(readImage(source({ reference: asked.reference })).cuda).toEqual({
      value: '11.8.0',
      from: 'tag',
      seen: '11.8.0-base-ubuntu22.04',
    })
  })

  test('with the kernels of its PyTorch, as weak as the weakest of what tells them', () => {
    const facts = readImage(
      source({ reference: 'pytorch/pytorch:2.3.1-cuda12.1-cudnn8-runtime', env: ['PYTORCH_VERSION=2.3.1'] }),
    )
    expect(facts.torch?.from).toBe('env')
    expect(facts.capabilities).toEqual({
      value: ['5.0', '6.0', '7.0', '7.5', '8.0', '8.6', '9.0'],
      from: 'tag',
      seen: 'PyTorch 2.3.1, CUDA 12.1',
    })
    expect(facts.ptx?.value).toBe(false)
  })

  test('without those of the published builds where NVIDIA built its own', () => {
    const facts = readImage(
      source({
        reference: 'acme/app:1',
        env: ['PYTORCH_VERSION=2.9.0', 'CUDA_VERSION=13.0.2', 'NVIDIA_PYTORCH_VERSION=25.10'],
      }),
    )
    expect(facts.torch?.value).toBe('2.9.0')
    expect(facts.capabilities).toBeNull()
  })

  test('with TORCH_CUDA_ARCH_LIST in any of its spellings', () => {
    const read = (list: string) =>
      readImage(source({ reference: 'acme/app:1', env: [`TORCH_CUDA_ARCH_LIST=${list}`] }))
    expect(read('7.5 8.0;9.0a 12.0+PTX').capabilities?.value).toEqual(['7.5', '8.0', '9.0a', '12.0'])
    expect([read('8.0').ptx?.value, read('8.0+PTX').ptx?.value]).toEqual([false, true])
    expect(read('Volta;Turing').capabilities).toBeNull()
  })

  test('as far as it says anything', () => {
    const facts = readImage(source({ reference: 'python:3.12', env: ['PATH', 'A=b=c'] }))
    expect([facts.cuda, facts.torch, facts.capabilities, facts.require, facts.gpu]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ])
  })
})

test.each([
  ['docker.io/pytorch/pytorch:2.14.1-cuda13.2-cudnn9-runtime', '13.2', '2.14.1', true],
  ['localhost:5000/team/train:cuda12', '12', undefined, true],
  ['quay.io/jupyter/pytorch-notebook:cuda12-2025-08-18', '12', undefined, true],
  ['quay.io/jupyter/scipy-notebook:2026-09-18', undefined, undefined, false],
  ['docker.io/vllm/vllm-openai:v0.28.0-cu129', '12.9', undefined, true],
  ['tensorflow/tensorflow:2.21.0-gpu', undefined, undefined, true],
  ['tensorflow/tensorflow:2.21.0', undefined, undefined, false],
  ['nvcr.io/nvidia/cuda:12.8.1-base-ubuntu24.04', '12.8.1', undefined, true],
  ['acme/train:torch-cpu', undefined, undefined, false],
  ['acme/train:cuda118', '11.8', undefined, true],
  ['acme/barracuda:1', undefined, undefined, undefined],
  ['acme/train', undefined, undefined, undefined],
])('of %s the tag tells CUDA %s, PyTorch %s, GPU %s', (reference, cuda, torch, gpu) => {
  const facts = tagFacts(reference)
  expect([facts.cuda?.value, facts.torch?.value, facts.gpu?.value]).toEqual([cuda, torch, gpu])
})

describe('the tables', () => {
  test('name a source for every row, and know the CUDA of every PyTorch image of the catalogue', () => {
    const rows = [
      ...driverTable.majors,
      ...driverTable.branches,
      ...driverTable.releases,
      ...capabilityTable.architectures,
      ...capabilityTable.cards,
      ...torchTable.builds,
    ]
    expect(rows.every(({ source: from }) => from !== '')).toBe(true)
    const images = catalogueFile.entries.filter(({ image }) => image.startsWith('docker.io/pytorch/'))
    for (const { framework, cuda } of images)
      expect(torchBuild(framework?.replace('PyTorch ', '') ?? '', cuda ?? '')).not.toBeNull()
  })

  test('know a card with or without NVIDIA before its name', () => {
    expect(capabilityOf('NVIDIA GeForce RTX 3090')).toEqual({ capability: '8.6', verified: true })
    expect(capabilityOf('GeForce RTX 3090')).toEqual({ capability: '8.6', verified: true })
    expect(capabilityOf('Tesla T4')?.capability).toBe('7.5')
    expect(capabilityOf('Graphics Device')).toBeNull()
  })
})
