// The control room: a running `berth serve` answers its own user's shell through a socket that nobody else can open.
export { askRunning } from './ask'
export { offerControl } from './offer'
export type { Answer, Question } from './protocol'
