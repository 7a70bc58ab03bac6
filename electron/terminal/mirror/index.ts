// The mirrors of terminals: each keeps the screen of one, apart from the thread that carries its bytes.
export { createMirrors } from './client'
export type { Mirrors } from './client'
export { startInProcess, startWorker } from './start'
export type { StartMirrors } from './start'
