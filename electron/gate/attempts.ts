// Slows down whoever tries keys: each wrong one makes the next wait longer, per address and over all addresses.
import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'

export type Tried<T> =
  | { is: 'open'; value: T }
  | { is: 'wrong' }
  /** The keys were not looked at. */
  | { is: 'wait'; milliseconds: number }

export type Attempts = {
  /** Tries keys through `open`, which gives null where they are wrong. A right cookie is let in without asking here. */
  try<T>(address: string, keys: readonly string[], open: () => T | null): Tried<T>
}

/** Whole seconds, as the header has it (RFC 9110 §10.2.3). */
export function retryAfter({ milliseconds }: { milliseconds: number }): Record<string, string> {
  return { 'retry-after': String(Math.ceil(milliseconds / 1000)) }
}

type Rule = { free: number; firstMilliseconds: number; longestMilliseconds: number }
/** Behind an SSH tunnel every browser has one address: whoever locks it keeps newcomers out for this long at most. */
const perAddress: Rule = { free: 5, firstMilliseconds: 1_000, longestMilliseconds: 5 * 60_000 }
const overAll: Rule = { free: 100, firstMilliseconds: 1_000, longestMilliseconds: 10_000 }
const forgottenMilliseconds = 15 * 60_000
/** Of addresses and of wrong keys that are remembered; the oldest go first. */
const most = 1_024

type Count = { wrong: number; last: number; until: number }

export function createAttempts(now: () => number = Date.now): Attempts {
  const counts = new Map<string, Count>()
  const known = new Set<string>()
  let all: Count = fresh()

  const current = (count: Count | undefined) =>
    count !== undefined && now() - count.last < forgottenMilliseconds ? count : fresh()

  return {
    try(address, keys, open) {
      // The same wrong key again is no new guess: a tab left open with an old cookie must not lock its owner out.
      const guesses = new Map(keys.map((key) => [digest(key), key]))
      for (const guess of guesses.keys()) if (known.has(guess)) guesses.delete(guess)
      if (guesses.size === 0) return { is: 'wrong' }
      const place = neighbourhood(address)
      const here = current(counts.get(place))
      all = current(all)
      const milliseconds = Math.max(here.until, all.until) - now()
      if (milliseconds > 0) return { is: 'wait', milliseconds }
      const value = open()
      counts.delete(place)
      if (value !== null) return { is: 'open', value }
      counts.set(place, after(here, guesses.size, { rule: perAddress, now: now() }))
      all = after(all, guesses.size, { rule: overAll, now: now() })
      for (const guess of guesses.keys()) known.add(guess)
      dropOldest(counts)
      dropOldest(known)
      return { is: 'wrong' }
    },
  }
}

function fresh(): Count {
  return { wrong: 0, last: 0, until: 0 }
}

function after(count: Count, guesses: number, { rule, now }: { rule: Rule; now: number }): Count {
  const wrong = count.wrong + guesses
  const doublings = Math.min(wrong - rule.free, 30)
  const wait = doublings < 0 ? 0 : Math.min(rule.firstMilliseconds * 2 ** doublings, rule.longestMilliseconds)
  return { wrong, last: now, until: now + wait }
}

function dropOldest(collection: Map<string, unknown> | Set<string>): void {
  for (const key of collection.keys()) {
    if (collection.size <= most) return
    collection.delete(key)
  }
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('base64')
}

/** One IPv6 customer holds at least a /64 (RFC 6177): its first four groups count as one address. */
export function neighbourhood(address: string): string {
  const plain = plainAddress(address)
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right]
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** A socket that takes both families writes IPv4 as ::ffff:10.0.0.3. */
export function plainAddress(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
}
