// How a shell in a container really ended. A broken connection looks like an ordinary end: an exec stream closes cleanly
// when dockerd is killed, so nothing is believed until the engine has answered.
import { setTimeout as delay } from 'node:timers/promises'
import { refusal, RefusalError, refusalFrom, type Refusal } from '../../shared/model/refusal'
import type { Engine, ExecSession } from '../engine'
import type { ShellEnd } from './shell'

/** The engine learns of an exit a moment after the stream's end (seen: 1 to 30 ms; a loaded machine takes longer). */
const settleMilliseconds = 3000
const askEveryMilliseconds = 50
/** 128 + SIGKILL, 128 + SIGTERM, 128 + SIGHUP: what a stopping container does to its processes, among others. */
const killedCodes = [137, 143, 129]

type Ended = {
  engine: Engine
  container: { id: string; name: string }
  /** Fires when the connection that the shell was opened on is lost. */
  lost: AbortSignal
}

export async function howExecEnded(ended: Ended, session: ExecSession): Promise<ShellEnd> {
  const deadline = Date.now() + settleMilliseconds
  try {
    for (;;) {
      if (ended.lost.aborted) return engineLost('the connection to the engine was lost')
      const { running, exitCode } = await session.inspect()
      if (!running) return await howContainerShellEnded(ended, exitCode)
      if (Date.now() > deadline) return engineLost('the stream closed while the shell still runs')
      await delay(askEveryMilliseconds)
    }
  } catch (error) {
    const why = refusalFrom(error)
    // Either the container was removed, or the engine restarted and knows its execs no more.
    return why.code === 'NotFound' ? howContainerShellEnded(ended, null) : engineLost(why)
  }
}

/** For a shell that says it ended with `code` (null: nobody knows): did the container or the engine end it? */
export async function howContainerShellEnded(ended: Ended, code: number | null): Promise<ShellEnd> {
  const { engine, container, lost } = ended
  // A stopping container kills the shell first and is seen to stop a moment later.
  const deadline = Date.now() + (code !== null && killedCodes.includes(code) ? 1000 : 0)
  try {
    for (;;) {
      if (lost.aborted) return engineLost('the connection to the engine was lost')
      const details = await engine.containers.inspect(container.id)
      if (!details.running) return { is: 'lost', refusal: containerStopped(container.name, details.exitCode) }
      if (Date.now() >= deadline) break
      await delay(askEveryMilliseconds)
    }
    return code === null ? engineLost('the engine does not know the shell any more') : { is: 'exited', code }
  } catch (error) {
    return error instanceof RefusalError && error.refusal.code === 'NotFound'
      ? { is: 'lost', refusal: error.refusal }
      : engineLost(refusalFrom(error))
  }
}

function engineLost(why: Refusal | string): ShellEnd {
  if (typeof why !== 'string' && why.code === 'EngineDown') return { is: 'lost', refusal: why }
  const seen = typeof why === 'string' ? why : why.evidence
  return {
    is: 'lost',
    refusal: refusal('EngineDown', {
      evidence: seen,
      raw: typeof why === 'string' ? why : why.raw,
      actions: ['reconnect'],
    }),
  }
}

function containerStopped(name: string, exitCode: number | null): Refusal {
  return refusal('ContainerExited', {
    params: { name, ...(exitCode === null ? {} : { code: exitCode }) },
    evidence: exitCode === null ? '' : `exit code ${exitCode}`,
    actions: ['show-logs'],
  })
}
