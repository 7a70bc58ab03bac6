// Used buffers are litter that V8 leaves lying until some 64 MB of them are there: too much for a process that should stay
// small while a terminal floods. A young collection costs a fraction of a millisecond.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const collectedEachBytes = 2 * 2 ** 20

let collect: ((options: { type: 'minor' }) => void) | null = null
let litteredBytes = 0

/** Told of every chunk that a stream was given and does not keep; it is copied about twice on its way. */
export function litter(bytes: number): void {
  litteredBytes += bytes
  if (litteredBytes < collectedEachBytes) return
  litteredBytes = 0
  collect ??= collector()
  collect({ type: 'minor' })
}

function collector(): (options: { type: 'minor' }) => void {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('gc')
  return typeof gc === 'function' ? (gc as (options: { type: 'minor' }) => void) : () => undefined
}
