// Who is in: each entry by token or ticket makes a session with a secret of its own, which can be listed and ended.
import { createHash } from 'node:crypto'
import type { SessionEnding } from '../../shared/contract/sessions'
import { newId } from '../owner'
import { createWatched } from '../watched'
import { newSecret } from './secrets'

export type Session = {
  id: string
  /** What opened: the address with the token, or one that opens once. */
  by: 'token' | 'ticket'
  /** As it calls itself: see browserName. */
  browser: string
  address: string
  /** Milliseconds since 1970, as lastSeen. */
  since: number
  lastSeen: number
  /** A page or a notebook of it is open now. */
  connected: boolean
}

export type Sessions = {
  enter(who: Pick<Session, 'by' | 'browser' | 'address'>): { id: string; secret: string }
  /** The session that one of these secrets belongs to. */
  find(secrets: readonly string[]): Session | null
  /** Marks it as seen; null when it has ended. */
  get(id: string): Session | null
  list(): Session[]
  watch(signal: AbortSignal): AsyncIterable<Session[]>
  /** `end` is called when the session ends, at once if it has. Returns how to let go. */
  hold(id: string, end: (why: SessionEnding) => void): () => void
  /** False when there is none. */
  end(id: string, why: SessionEnding): boolean
  /** Ends those that are too old, and gives those left; whoever serves calls it now and then. */
  expire(): Session[]
}

/** A laptop closed over a long weekend stays in. */
const idleMilliseconds = 4 * 24 * 3_600_000
const longestMilliseconds = 30 * 24 * 3_600_000
const mostSessions = 128
/** How fresh `lastSeen` is to those who watch. */
const seenMilliseconds = 60_000

type Kept = Omit<Session, 'connected'> & { held: Set<(why: SessionEnding) => void>; told: number }

export function createSessions({
  now = Date.now,
  log,
}: {
  now?: () => number
  log: (line: string) => void
}): Sessions {
  /**
   * By the hash of their secret, so that nothing in memory opens a door. Looked up, not compared: what the time of a
   * look-up tells is of a hash, and leads to no secret of 256 random bits.
   */
  const bySecret = new Map<string, Kept>()
  const shown = createWatched<Session[]>([])

  const publish = () => shown.set([...bySecret.values()].map(viewOf))
  const seen = (session: Kept) => {
    session.lastSeen = now()
    if (session.lastSeen - session.told < seenMilliseconds) return viewOf(session)
    session.told = session.lastSeen
    publish()
    return viewOf(session)
  }
  const isOver = ({ held, lastSeen, since }: Kept) =>
    now() - since > longestMilliseconds || (held.size === 0 && now() - lastSeen > idleMilliseconds)

  const end = (hash: string, session: Kept, why: SessionEnding) => {
    bySecret.delete(hash)
    log(`session ${session.id}: ${why}`)
    publish()
    for (const each of [...session.held]) each(why)
  }
  const expire = () => {
    for (const [hash, session] of bySecret) if (isOver(session)) end(hash, session, 'expired')
    return [...bySecret.values()].map(viewOf)
  }
  const kept = (id: string) => [...bySecret.values()].find((session) => session.id === id)

  return {
    enter(who) {
      expire()
      if (bySecret.size >= mostSessions) {
        const oldest = [...bySecret].sort((a, b) => rank(a[1]) - rank(b[1]))[0]
        if (oldest) end(...oldest, 'expired')
      }
      const [id, secret, at] = [newId(), newSecret(), now()]
      bySecret.set(hashOf(secret), { id, ...who, since: at, lastSeen: at, held: new Set(), told: at })
      publish()
      log(`session ${id}: entered by ${who.by} from ${who.address} (${who.browser})`)
      return { id, secret }
    },
    find(secrets) {
      expire()
      for (const secret of secrets) {
        const session = bySecret.get(hashOf(secret))
        if (session) return seen(session)
      }
      return null
    },
    get(id) {
      expire()
      const session = kept(id)
      return session ? seen(session) : null
    },
    list: expire,
    watch: (signal) => shown.watch(signal),
    hold(id, stop) {
      const session = kept(id)
      if (!session) {
        stop('revoked')
        return () => undefined
      }
      session.held.add(stop)
      if (session.held.size === 1) publish()
      return () => {
        if (!session.held.delete(stop) || session.held.size > 0) return
        session.lastSeen = now()
        publish()
      }
    },
    end(id, why) {
      for (const [hash, session] of bySecret)
        if (session.id === id) {
          end(hash, session, why)
          return true
        }
      return false
    },
    expire,
  }
}

/** Those that nobody has open go first, the longest unseen of them before the others. */
function rank({ held, lastSeen }: Kept): number {
  return held.size > 0 ? lastSeen : lastSeen - longestMilliseconds
}

function viewOf({ held, told: _told, ...session }: Kept): Session {
  return { ...session, connected: held.size > 0 }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64')
}
