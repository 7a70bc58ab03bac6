// The door of our own page: who is let in by token, ticket or cookie, and who has to wait.
import type { IncomingMessage } from 'node:http'
import {
  browserName,
  cookieValues,
  plainAddress,
  sameSecret,
  type Attempts,
  type Session,
  type Sessions,
  type Tickets,
} from '../gate'

export type Stranger = { is: 'wrong' } | { is: 'wait'; milliseconds: number }
/** `secret`: of a new session, for its cookie. */
export type Entry = { is: 'entered'; secret: string | null } | Stranger

export type Door = {
  /** The session that the request's cookie belongs to. */
  session(request: IncomingMessage): Session | null
  /** By a key in the address; null when there is none. A browser that is in already stays in the session it has. */
  enter(request: IncomingMessage, keys: URLSearchParams, own: Session | null): Entry | null
  /** Somebody without a session: a cookie of ours that opens nothing is a wrong key. */
  stranger(request: IncomingMessage): Stranger
}

export function createDoor(options: {
  token: string
  tickets: Tickets
  sessions: Sessions
  attempts: Attempts
  cookieName: string
}): Door {
  const { token, tickets, sessions, attempts, cookieName } = options
  const cookies = (request: IncomingMessage) => cookieValues(request.headers.cookie, cookieName)
  return {
    session: (request) => sessions.find(cookies(request)),
    enter(request, keys, own) {
      const by = keys.has('token') ? 'token' : 'ticket'
      const key = keys.get(by)
      if (key === null) return null
      const address = addressOf(request)
      const tried = attempts.try(address, [key], () => {
        const right = by === 'token' ? sameSecret(key, token) : tickets.redeem(key, 'app')
        if (!right || own) return right ? { secret: null } : null
        return sessions.enter({ by, address, browser: browserName(request.headers['user-agent']) })
      })
      return tried.is === 'open' ? { is: 'entered', secret: tried.value.secret } : tried
    },
    stranger: (request) => {
      const tried = attempts.try<never>(addressOf(request), cookies(request), () => null)
      return tried.is === 'wait' ? tried : { is: 'wrong' }
    },
  }
}

function addressOf({ socket }: Pick<IncomingMessage, 'socket'>): string {
  return plainAddress(socket.remoteAddress ?? '')
}
