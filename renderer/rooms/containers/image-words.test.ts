import { expect, it } from 'vitest'
import { briefImage } from './image-words'

it.each([
  ['127.0.0.1:5000/berth/jupyter:4.0', 'berth/jupyter:4.0'],
  ['quay.io/jupyter/pytorch-notebook:cuda12', 'jupyter/pytorch-notebook:cuda12'],
  ['pytorch/pytorch:2.9', 'pytorch/pytorch:2.9'],
  ['redis', 'redis:latest'],
  [`nvcr.io/nvidia/cuda@sha256:${'ab'.repeat(32)}`, 'nvidia/cuda@abababab'],
  [`sha256:${'cd'.repeat(32)}`, 'cdcdcdcdcdcd'],
])('%s is briefly %s', (reference, brief) => expect(briefImage(reference)).toBe(brief))
