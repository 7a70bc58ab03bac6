// The page room: our own page's files and what it may load, the same for every carrier.
export { pageAnswer } from './answer'
export { pageHeaders } from './policy'
