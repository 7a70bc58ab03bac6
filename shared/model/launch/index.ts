// Plans a launch: what a person chose and what the machine is, in; every step and the container itself, out. Pure.
export type { ContainerSpec, ContainerUser, FolderFacts, GpuFacts, HeldCard } from './host'
export type { ImageFacts, ImageInside, LaunchHost, PlannedLaunch } from './host'
export { defaultShmBytes } from './memory'
export { nameOfFolder } from './name'
export { places } from './places'
export { planLaunch } from './plan'
export { mountTarget } from './problems'
export { userOf, withAccount } from './user'
