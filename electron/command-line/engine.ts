import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'

/** Waits for the first answer; an engine that is down is a refusal with its reason. */
export async function engineUp(engine: Engine, signal: AbortSignal): Promise<void> {
  for await (const state of engine.watch(signal)) {
    if (state.is === 'up') return
    if (state.is === 'down') {
      const { code, ...details } = state.refusal
      throw new RefusalError(code, details)
    }
  }
  throw new RefusalError('Cancelled')
}
