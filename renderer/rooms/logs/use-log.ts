// The log of one container for as long as a screen shows it.
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { latest, useClient, useContainers, useEngine, useStreams } from '../../state'
import type { AskLog } from './earlier'
import { browserFrame } from './reading'
import { createSession, type Log, type Session } from './session'
import { tryOutInWorker } from './try-out'
import type { Filter } from './sieve'
import type { News } from './turns'

export function useLog(containerId: string, filter: Filter): { log: Log; session: Session } {
  const client = useClient()
  const streams = useStreams()
  const session = useMemo(() => {
    const ask: AskLog = async (options, signal) => {
      const question = { id: containerId, timestamps: true, ...options }
      const { stream, framing } = await client.containers.openLogs(question, { signal })
      // Also when nobody looks any more: connecting and leaving is how it is let go of.
      return { carrier: streams.connect(stream), framing }
    }
    return createSession({ ask, frame: browserFrame, tryOut: tryOutInWorker(), filter: everything })
  }, [client, streams, containerId])
  const log = useSyncExternalStore(session.subscribe, session.get)
  useEffect(() => session.look(filter), [session, filter])
  const { key, container } = useNews(containerId)
  useEffect(() => session.tell({ key, container }), [session, key, container])
  return { log, session }
}

export const everything: Filter = {
  levels: new Set(['error', 'warn', 'info', 'debug', 'none']),
  sources: new Set(['stdout', 'stderr']),
  pattern: null,
  onlyMatches: null,
  clearedBefore: null,
}

/** What the lists say of this container and of the engine. */
function useNews(containerId: string): News {
  const engine = useEngine()
  const containers = useContainers()
  const up = engine.is === 'live' && engine.value.is === 'up'
  const one = latest(containers)?.find(({ id }) => id === containerId)
  const known = containers.is === 'live' && up
  const key = `${engine.is} ${up} ${containers.is} ${one?.state} ${one?.status}`
  if (one === undefined) return { key, container: known ? 'gone' : 'unknown' }
  return { key, container: one.state === 'running' || one.state === 'paused' ? 'running' : 'standing' }
}
