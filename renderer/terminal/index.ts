// xterm.js in the app: the terminals of a container (or of the host) in tabs.
export { TerminalPanel } from './panel'
