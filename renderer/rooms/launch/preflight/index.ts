// The pre-flight in the launch room: what an image costs and whether it would run, before anything is pulled.
export { PreflightDialog } from './preflight-dialog'
export { closePreflight, openPreflight } from './preflight-open'
export { PreflightSummary } from './preflight-summary'
export { useLook, useVerdicts } from './use-preflight'
export { VerdictLine } from './verdict-line'
