// Waits for a Jupyter server to answer; ends at once when its container does.
import { setTimeout as pause } from 'node:timers/promises'
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import type { JupyterServer } from '../services'
import { probe, type Probe } from './probe'

type Wait = { signal: AbortSignal; timeoutMilliseconds: number }

/** Often at first, when an answer is near; seldom once it is slow anyway. */
export const pauseAfter = (elapsedMilliseconds: number) =>
  Math.min(250, Math.max(25, elapsedMilliseconds / 20))

/**
 * Docker's proxy takes connections before anything listens behind it, and was seen to hold one open for ever: early
 * questions are dropped and asked again soon; later the server may really be slow.
 */
export const patienceAfter = (elapsedMilliseconds: number) => (elapsedMilliseconds < 10_000 ? 750 : 5_000)

/** Refuses with ContainerExited or JupyterSilent. */
export async function untilReady(engine: Engine, server: JupyterServer, wait: Wait): Promise<void> {
  const over = new AbortController()
  const signal = AbortSignal.any([wait.signal, over.signal])
  // Whoever loses the race is ended by `over`; its late complaint about that is nobody's concern.
  const exit = exited(engine, server.containerId, signal)
  const answer = answered(engine, server, { ...wait, signal })
  exit.catch(() => undefined)
  answer.catch(() => undefined)
  try {
    await Promise.race([exit, answer])
  } finally {
    over.abort()
  }
}

async function exited(engine: Engine, id: string, signal: AbortSignal): Promise<never> {
  const { exitCode } = await engine.containers.wait(id, signal)
  signal.throwIfAborted()
  const raw = await engine.containers.lastLog(id, 60)
  throw new RefusalError('ContainerExited', {
    params: { exitCode },
    evidence: tail(raw),
    raw,
    actions: ['retry', 'show-logs'],
  })
}

async function answered(engine: Engine, server: JupyterServer, wait: Wait): Promise<void> {
  const since = performance.now()
  let last: Probe = { is: 'silent', detail: '' }
  for (;;) {
    wait.signal.throwIfAborted()
    const patienceMilliseconds = patienceAfter(performance.now() - since)
    last = await probe({ server, patienceMilliseconds, signal: wait.signal })
    if (last.is === 'ready') return
    const elapsed = performance.now() - since
    if (last.is === 'refused' || elapsed > wait.timeoutMilliseconds) break
    await pause(pauseAfter(elapsed), undefined, { signal: wait.signal })
  }
  const raw = await engine.containers.lastLog(server.containerId, 60)
  throw new RefusalError('JupyterSilent', {
    params: {
      port: server.port,
      seconds: Math.round(wait.timeoutMilliseconds / 1000),
      ...(last.is === 'refused' ? { status: last.status } : {}),
    },
    evidence: tail(raw) || (last.is === 'refused' ? `HTTP ${last.status}` : last.detail),
    raw,
    actions: ['retry', 'show-logs'],
  })
}

const tail = (text: string) => text.trim().split('\n').slice(-6).join('\n')
