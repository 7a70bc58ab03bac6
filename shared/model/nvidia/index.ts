// Reads nvidia-smi's text: what each line says, which card it belongs to, and what a failure means. Pure; never throws.
export { faceOf, type Face } from './failures'
export { fieldsToAsk, parseFieldHelp, refusedField } from './fields'
export { parseComputeApps, parseList, parseVersions } from './listing'
export type { ComputeApp, ListedCard, Versions } from './listing'
export { parseTrouble, readLine, type Column, type Line, type Reading, type Trouble } from './rows'
export { completeRound, parseQuery, type Round } from './round'
