// How a shell in a container really ended. A broken connection looks like an ordinary end: an exec stream closes cleanly
// when dockerd is killed, so nothing is believed until the engine has answered.
import { setTimeout as delay } from 'node:timers/promises'
import { refusal, RefusalError, refusalFrom, type Refusal } from '../../shared/model/refusal'
import type { ContainerDetails, Engine, ExecSession } from '../engine'
import type { ShellEnd } from './shell'

/** The engine learns of an exit a moment after the stream's end (seen: 1 to 30 ms; a loaded machine takes longer). */
const settleMilliseconds = 3000
const askEveryMilliseconds = 50
/** 128 + SIGKILL, 128 + SIGTERM, 128 + SIGHUP: what a stopping container does to its processes, among others. */
const killedCodes = [137, 143, 129]
/** A stopping container kills the shell first and is seen to stop a moment later (seen: 60 ms; a loaded machine takes longer). */
const stopMilliseconds = 2000

export type Ended = {
  engine: Engine
  /** As it was when the shell was opened: one that was started again since is another run. */
  container: Pick<ContainerDetails, 'id' | 'name' | 'startedAt'>
  /** Fires when the connection that the shell was opened on is lost. */
  lost: AbortSignal
}

export async function howExecEnded(ended: Ended, session: ExecSession): Promise<ShellEnd> {
  const deadline = Date.now() + settleMilliseconds
  try {
    for (;;) {
      if (ended.lost.aborted) return connectionLost
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
export async function howContainerShellEnded(
  ended: Ended,
  code: number | null,
  unknown = 'the engine does not know the shell any more',
): Promise<ShellEnd> {
  const { engine, container, lost } = ended
  try {
    if (!lost.aborted && code !== null && killedCodes.includes(code)) await stopped(engine, container.id)
    if (lost.aborted) return connectionLost
    const details = await engine.containers.inspect(container.id)
    // An engine that was restarted at once answers again before the loss of the old one is told.
    if (hasFired(lost)) return connectionLost
    if (!details.running || details.startedAt !== container.startedAt)
      return { is: 'lost', refusal: containerStopped(details) }
    return code === null ? engineLost(unknown) : { is: 'exited', code }
  } catch (error) {
    const why = refusalFrom(error)
    if (why.code !== 'NotFound') return engineLost(why)
    return { is: 'lost', refusal: { ...why, params: { ...why.params, name: container.name } } }
  }
}

/** Settles when the container stops, or after the time in which one that is stopping does. */
async function stopped(engine: Engine, containerId: string): Promise<void> {
  const patience = AbortSignal.timeout(stopMilliseconds)
  try {
    await engine.containers.wait(containerId, patience)
  } catch (error) {
    // It runs on; every other refusal is the caller's to read, from its next question.
    if (!patience.aborted && !(error instanceof RefusalError)) throw error
  }
}

/** Asked anew: the compiler keeps what it learnt of `aborted` across waits. */
function hasFired(signal: AbortSignal): boolean {
  return signal.aborted
}

function engineLost(why: Refusal | string): ShellEnd {
  if (typeof why !== 'string' && why.code === 'EngineDown')
    return { is: 'lost', refusal: { ...why, actions: ['reconnect'] } }
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

const connectionLost = engineLost('the connection to the engine was lost')

/** Of a container that was started again the exit code is not known any more. */
function containerStopped({ name, exitCode, oomKilled }: ContainerDetails): Refusal {
  const seen = [
    exitCode === null ? '' : `exit code ${exitCode}`,
    oomKilled ? 'killed for lack of memory (OOMKilled)' : '',
  ]
  return refusal('ContainerExited', {
    params: {
      name,
      ...(exitCode === null ? {} : { code: exitCode }),
      ...(oomKilled ? { reason: 'memory' } : {}),
    },
    evidence: seen.filter((part) => part !== '').join(', '),
    actions: ['show-logs'],
  })
}
