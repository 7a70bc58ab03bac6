// Reads nvidia-smi's text: what each line says, which card it belongs to, and what a failure means. Pure; never throws.
export { faceOf } from './failures'
export { fieldsToAsk, parseFieldHelp, refusedField } from './fields'
export { parseComputeApps, parseList, parseVersions } from './listing'
export type { Versions } from './listing'
export { readLine, type Column, type Reading, type Trouble } from './rows'
export { completeRound, parseQuery } from './round'
