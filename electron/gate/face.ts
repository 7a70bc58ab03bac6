// The sessions as the contract gives them to whoever is in one of them.
import { RefusalError } from '../../shared/model/refusal'
import type { SessionsFace } from '../services'
import type { Session, Sessions } from './sessions'

export function sessionsFace(sessions: Sessions, own: string): SessionsFace {
  const view = (list: Session[]) =>
    list.map((session) => ({ ...session, mine: session.id === own })).sort((a, b) => b.since - a.since)
  return {
    watch: async function* (signal) {
      for await (const list of sessions.watch(signal)) yield view(list)
    },
    revoke(id) {
      if (!sessions.end(id, id === own ? 'left' : 'revoked'))
        throw new RefusalError('NotFound', { params: { name: id }, evidence: `session ${id}` })
    },
    revokeOthers() {
      const others = sessions.list().filter(({ id }) => id !== own)
      return { revoked: others.filter(({ id }) => sessions.end(id, 'revoked')).length }
    },
  }
}

/** The desktop app's: its window is the only page there is. */
export const noSessions: SessionsFace = {
  watch: async function* (signal) {
    yield []
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
  },
  revoke(id) {
    throw new RefusalError('NotFound', { params: { name: id } })
  },
  revokeOthers: () => ({ revoked: 0 }),
}
