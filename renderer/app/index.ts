// The frame around every room: rooms on the left, open environments on top, the machine's state at the bottom.
export { App } from './app'
export { applyLastTheme } from './appearance'
