// Would this image run on this machine? What an image and a machine are, in; a verdict with its reasons and their sources, out. Pure.
export { capabilityOf } from './capability'
export { judge } from './judge'
export { nearestThatRun, type Alternative } from './nearest'
export { readImage, type ImageSource, type KnownImage } from './read-image'
export { evaluateRequirement, type Requirement, type Visible } from './requirement'
export type { CompatCard, CompatHost, ImageFacts, Reason, Verdict } from './types'
export { compareVersions, isAtLeast } from './versions'
