// What stands behind the window, in one piece of its own: the window is opened before it is read.
export { noSessions } from './gate'
export { createRooms } from './rooms'
export { createRouter } from './router'
export { startWorker } from './terminal'
