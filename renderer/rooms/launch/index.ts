// The launch room: choose a folder, GPUs and an environment, press Launch, and watch every step of it.
export { LaunchRoom } from './launch-room'
export { LaunchProgress } from './progress/launch-progress'
export { closePreflight, PreflightDialog } from './preflight'
export { useLaunch } from './use-launch'
