// The diagnostic bundle in the window: the whole text to read, copy, shorten and save.
export { DiagnosticsDialog } from './diagnostics-dialog'
export { openDiagnostics } from './diagnostics-open'
