// The page room: our own page's files and what it may load, the same for every carrier.
export { readPageFile } from './files'
export { contentSecurityPolicy, pageHeaders } from './policy'
