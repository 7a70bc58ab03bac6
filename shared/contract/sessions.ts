// The sessions room's contract: which browsers are let in to a headless Berth, and ending that.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base'

export const SessionIdSchema = z.string().regex(/^[a-z2-7]{8}$/)

export const BrowserSessionSchema = z.object({
  id: SessionIdSchema,
  /** Is it the session of whoever asks? */
  mine: z.boolean(),
  /** What opened: the address with the token, or one that opens once. */
  by: z.enum(['token', 'ticket']),
  /** As the browser calls itself, which is anything; '' when it said nothing. */
  browser: z.string().max(60),
  /** As the server sees it: behind an SSH tunnel, this machine's own. */
  address: z.string().max(60),
  /** Milliseconds since 1970, as lastSeen. */
  since: z.number(),
  lastSeen: z.number(),
  /** A page or a notebook of it is open now. */
  connected: z.boolean(),
})
export type BrowserSession = z.infer<typeof BrowserSessionSchema>

export const sessionsContract = {
  /** The newest first; empty in the desktop app, which lets no browser in. */
  watch: procedure.output(eventIterator(z.array(BrowserSessionSchema))),
  /** One's own too, which is leaving. Refuses with NotFound. */
  revoke: procedure.input(z.object({ id: SessionIdSchema })).output(z.void()),
  /** All but the session of whoever asks; how many that were. */
  revokeOthers: procedure.output(z.object({ revoked: z.number() })),
}

/** A WebSocket is closed with this code when its session ends, and the reason is one of these (RFC 6455 §7.4.2). */
export const sessionEndedCode = 4401
export const SessionEndingSchema = z.enum(['revoked', 'expired', 'left'])
export type SessionEnding = z.infer<typeof SessionEndingSchema>
