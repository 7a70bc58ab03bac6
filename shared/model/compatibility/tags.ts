// What a reference alone gives away: repositories whose tags follow a published scheme, and guesses for all others.
import type { ImageFacts } from './types'

type TagFacts = Pick<ImageFacts, 'cuda' | 'torch' | 'gpu'>

/** Repositories whose publishers state what their tags mean; any other repository's tag is a guess. */
const KEPT_SCHEMES = [
  'pytorch/pytorch',
  'nvidia/cuda',
  'nvcr.io/nvidia/cuda',
  'tensorflow/tensorflow',
  'rapidsai/base',
  'rapidsai/notebooks',
]

/** Is this tag written by a scheme that its publisher states and keeps? */
export function tagIsKept(reference: string): boolean {
  return KEPT_SCHEMES.includes(repositoryOf(reference)) || isJupyterStack(reference)
}

/** NVIDIA builds its own PyTorch from source, with kernels of its own choice. */
export function buildsTorchItself(reference: string): boolean {
  return repositoryOf(reference).startsWith('nvcr.io/')
}

export function tagFacts(reference: string): TagFacts {
  const { repository, tag } = splitReference(reference)
  const fact = <Value>(value: Value) => ({ value, from: 'tag' as const, seen: tag })
  const cuda = cudaOfTag(repository, tag)
  const torch = repository === 'pytorch/pytorch' ? /^(\d+\.\d+\.\d+)-/.exec(tag)?.[1] : null
  return {
    cuda: cuda ? fact(cuda) : null,
    torch: torch ? fact(torch) : null,
    gpu: cuda || namesGpu(tag) ? fact(true) : namesCpu(reference, tag) ? fact(false) : null,
  }
}

/** '12.1' of 2.3.1-cuda12.1-cudnn8-runtime, cu121 and 12.1.1-devel-ubuntu22.04 (nvidia/cuda); '12' of cuda12-2025-08-18. */
function cudaOfTag(repository: string, tag: string): string | null {
  if (/(?:^|\/)nvidia\/cuda$/.test(repository)) return /^(\d+\.\d+(?:\.\d+)?)/.exec(tag)?.[1] ?? null
  const named = /(?:^|[-_.])cuda-?(\d+(?:\.\d+){0,2})/i.exec(tag)?.[1]
  if (named) return named.replace(/^(\d\d)(\d)$/, '$1.$2')
  const digits = /(?:^|[-_.+])cu(\d{2})(\d)(?!\d)/i.exec(tag)
  return digits ? `${digits[1]}.${digits[2]}` : null
}

function namesGpu(tag: string): boolean {
  return /(?:^|[-_.])gpu(?:$|[-_.])/i.test(tag)
}

function namesCpu(reference: string, tag: string): boolean {
  if (/(?:^|[-_.])cpu(?:$|[-_.])/i.test(tag)) return true
  // tensorflow/tensorflow marks its GPU images with 'gpu', the Jupyter stacks theirs with 'cuda'.
  return tag !== '' && (repositoryOf(reference) === 'tensorflow/tensorflow' || isJupyterStack(reference))
}

function isJupyterStack(reference: string): boolean {
  return /^quay\.io\/jupyter\/[a-z-]+-notebook$/.test(repositoryOf(reference))
}

/** As Docker Hub writes its own: 'docker.io/pytorch/pytorch:2.4.1' → pytorch/pytorch. */
export function repositoryOf(reference: string): string {
  return splitReference(reference).repository
}

/** 'docker.io/pytorch/pytorch:2.4.1@sha256:…' → pytorch/pytorch, 2.4.1 */
function splitReference(reference: string): { repository: string; tag: string } {
  const named = reference.split('@', 1)[0] ?? ''
  const colon = named.lastIndexOf(':')
  const tagged = colon > named.lastIndexOf('/')
  const repository = (tagged ? named.slice(0, colon) : named).replace(/^(?:index\.)?docker\.io\//, '')
  return { repository, tag: tagged ? named.slice(colon + 1) : '' }
}
