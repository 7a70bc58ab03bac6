// Tells when a paused container goes on: what it could not be told meanwhile is told then.
import type { Engine } from '../engine'

/** Returns what ends the listening. */
export function onUnpause(engine: Engine, containerId: string, goesOn: () => void): () => void {
  return engine.onEvent(({ type, action, id }) => {
    if (type === 'container' && action === 'unpause' && id === containerId) goesOn()
  })
}
