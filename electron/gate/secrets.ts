// The keys to the door: compared in constant time, kept in HttpOnly cookies, and tickets that open once.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Site } from './hosts'

export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** In constant time, whatever the lengths. */
export function sameSecret(given: string | undefined, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return given !== undefined && timingSafeEqual(digest(given), digest(secret))
}

/**
 * Cookies do not keep ports apart: two Berths on one machine need two names. Under TLS the prefix keeps a notebook's
 * page from setting it (RFC 6265bis §4.1.3.2); without TLS browsers do not allow it.
 */
export function cookieNameAt(port: number, { secure }: Site): string {
  return `${secure ? '__Host-' : ''}berth-${port}`
}

export function cookieRules({ secure }: Site): string {
  return `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
}

/** A notebook's page may set a cookie of our name for the whole site, so any of that name may be the right one. */
export function cookieValues(header: string | undefined, name: string): string[] {
  return (header ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at > 0 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : []
  })
}

/** The Cookie header without ours, or undefined when nothing is left. */
export function withoutCookie(header: string | undefined, name: string): string | undefined {
  const kept = (header ?? '')
    .split(';')
    .filter((pair) => pair.trim() !== '' && pair.split('=')[0]?.trim() !== name)
  return kept.length > 0 ? kept.map((pair) => pair.trim()).join('; ') : undefined
}

export type Tickets = {
  issue(holder: string): string
  /** True once, within a minute of issue, for the holder it was issued to. */
  redeem(ticket: string, holder: string): boolean
}

export function createTickets(now: () => number = Date.now): Tickets {
  const issued = new Map<string, { holder: string; until: number }>()
  const forgetOld = () => {
    for (const [ticket, { until }] of issued) if (until < now()) issued.delete(ticket)
  }
  return {
    issue: (holder) => {
      forgetOld()
      const ticket = newSecret()
      issued.set(ticket, { holder, until: now() + ticketMilliseconds })
      return ticket
    },
    redeem: (ticket, holder) => {
      forgetOld()
      const found = issued.get(ticket)
      if (found?.holder !== holder) return false
      return issued.delete(ticket)
    },
  }
}

const ticketMilliseconds = 60_000
