// Would this image run on this machine? What an image and a machine are, in; a verdict with its reasons and their sources, out. Pure.
export { asksFirst, knownByCatalogue } from './asking'
export { judge } from './judge'
export { nearestThatRun } from './nearest'
export { readImage, type ImageSource } from './read-image'
export type { CompatHost, ImageFacts, Reason, Verdict } from './types'
