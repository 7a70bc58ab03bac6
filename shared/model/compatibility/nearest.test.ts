import { expect, test } from 'vitest'
import catalogueFile from '../../../assets/catalogue.json'
import { judge } from './judge'
import { cards, machine, source, torch } from './judge.test-support'
import { nearestThatRun } from './nearest'
import { readImage } from './read-image'
import type { CompatHost } from './types'

function alternatives(host: CompatHost) {
  return catalogueFile.entries.map((entry) => {
    const facts = readImage(source({ reference: entry.image, catalogue: { ...entry, origin: 'catalogue' } }))
    return { ...entry, facts, verdict: judge(facts, host) }
  })
}

function nearest(reference: string, host: CompatHost) {
  const entries = alternatives(host)
  const entry = entries.find(({ image }) => image === reference) ?? null
  const facts = entry?.facts ?? readImage(source({ reference }))
  return nearestThatRun({ facts, entry }, entries).map(({ id }) => id)
}

test('for an RTX 5090 and an old PyTorch, the PyTorch images of the nearest CUDA that has code for it', () => {
  const host = machine('570.124.06', [cards.rtx5090])
  const found = nearestThatRun(
    { facts: readImage(source(torch('2.3.1', '12.1'))), entry: null },
    alternatives(host),
  )
  expect(found.map(({ id }) => id)).toEqual([
    'pytorch-2.7-cuda12.8',
    'pytorch-2.9-cuda12.8-devel',
    'pytorch-2.10-cuda12.8',
  ])
})

test('for a Volta and CUDA 13, the PyTorch of CUDA 12 nearest to it', () => {
  const host = machine('580.95.05', [cards.v100])
  expect(nearest('docker.io/pytorch/pytorch:2.14.1-cuda13.2-cudnn9-runtime', host)[0]).toBe(
    'pytorch-2.10-cuda12.8',
  )
})

test('what needs no GPU is proposed only where nothing runs on one', () => {
  const host = machine('418.87.00', [cards.t4])
  expect(nearest('docker.io/pytorch/pytorch:2.14.1-cuda13.2-cudnn9-runtime', host)).toEqual([
    'jupyter-pytorch-cpu',
  ])
})

test('there are at most three, of the same kind, and none of them is the image itself', () => {
  const host = machine('580.95.05', [cards.a100])
  const found = nearest('docker.io/pytorch/pytorch:2.10.0-cuda12.8-cudnn9-runtime', host)
  expect(found).toHaveLength(3)
  expect(found).not.toContain('pytorch-2.10-cuda12.8')
  expect(nearest('acme/unknown:1', host)).toEqual([])
})
