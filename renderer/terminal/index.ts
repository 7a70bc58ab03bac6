// xterm.js in the app: one terminal's screen, and the tabs of a container's (or the host's) terminals.
export { TerminalPanel } from './panel'
export { TerminalView, type TerminalViewProps } from './view'
