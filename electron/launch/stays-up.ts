// A container without JupyterLab has nothing to ask: it is usable when it has not ended at once.
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'

/** A command that is not there, or a shell that ends, shows within this time. */
const graceMilliseconds = 300

/** Refuses with ContainerExited. */
export async function staysUp(engine: Engine, id: string, signal: AbortSignal): Promise<void> {
  const grace = AbortSignal.timeout(graceMilliseconds)
  let exitCode: number
  try {
    ;({ exitCode } = await engine.containers.wait(id, AbortSignal.any([signal, grace])))
  } catch (error) {
    if (grace.aborted && !signal.aborted) return
    throw error
  }
  const raw = await engine.containers.lastLog(id, 40)
  throw new RefusalError('ContainerExited', {
    params: { exitCode },
    evidence: raw.trim().split('\n').slice(-6).join('\n'),
    raw,
    actions: ['retry'],
  })
}
