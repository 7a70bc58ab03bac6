// What counts as known. Only verified facts may forbid; the rest is advice.
import { capabilityOf, torchBuild, wheelCuda } from './capability'
import { repositoryOf, tagIsKept } from './tags'
import type { CompatCard, ImageFacts } from './types'

/** Of these the catalogue's CUDA was not seen in the image or its release notes (shared/facts/pytorch-images.json: cuda_verified false). */
const GUESSED_IN_CATALOGUE = ['tensorflow/tensorflow', 'vllm/vllm-openai']

/** Was this read from the image, from the catalogue, or from a tag whose scheme its publisher keeps? */
export function isKnown(fact: { from: string }, image: ImageFacts): boolean {
  if (fact.from === 'catalogue') return !GUESSED_IN_CATALOGUE.includes(repositoryOf(image.reference))
  return fact.from !== 'tag' || tagIsKept(image.reference)
}

/**
 * Is the list of kernels that of a published PyTorch build, verified? TORCH_CUDA_ARCH_LIST is no proof: it is what was asked
 * of the last build in the image, often of an extension and not of PyTorch itself.
 */
export function kernelsAreCertain(image: ImageFacts): boolean {
  const { capabilities, torch, cuda } = image
  if (!capabilities || !torch || capabilities.seen.startsWith('TORCH_CUDA_ARCH_LIST')) return false
  const ofWheel = wheelCuda(torch.value)
  const build = torchBuild(torch.value, ofWheel ?? cuda?.value ?? '')
  if (!build?.verified || build.capabilities.join() !== capabilities.value.join()) return false
  return (
    isKnown(capabilities, image) &&
    isKnown(torch, image) &&
    (ofWheel !== null || !cuda || isKnown(cuda, image))
  )
}

/** What the driver says, else what the table of names does. */
export function capabilityOfCard(card: CompatCard): { capability: string; verified: boolean } | null {
  return card.capability === null ? capabilityOf(card.name) : { capability: card.capability, verified: true }
}
