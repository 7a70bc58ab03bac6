// The way out to the user's browser: a link that a notebook or a program gave opens only when somebody who saw where it leads says so.
import { externalUrl, shownAddress, type ShownAddress } from './links'

export type LeavingAnswer = {
  open: boolean
  /** Do not ask about this host again while Berth runs. */
  always: boolean
}

export type Leaving = {
  /** True when it was opened. `source`: who gave the link; what one does keeps nobody else's links. */
  leave: (url: string, source: string) => Promise<boolean>
}

/** After an answer the same source is not listened to for this long, doubled with every refusal that follows another. */
const quietMilliseconds = 1000
const longestQuietMilliseconds = 5 * 60_000

/** One question at a time: a page that opens a thousand windows gets one, and what it asks meanwhile is dropped. */
export function createLeaving(options: {
  ask: (shown: ShownAddress) => Promise<LeavingAnswer>
  open: (url: string) => Promise<void>
  now: () => number
}): Leaving {
  const { ask, open, now } = options
  const trusted = new Set<string>()
  const sources = new Map<string, { quietUntil: number; refusals: number }>()
  let asking = false

  const answered = (source: string, opened: boolean) => {
    const refusals = opened ? 0 : (sources.get(source)?.refusals ?? 0) + 1
    const quiet = quietMilliseconds * 2 ** Math.max(0, refusals - 1)
    sources.set(source, { refusals, quietUntil: now() + Math.min(quiet, longestQuietMilliseconds) })
  }

  return {
    leave: async (text, source) => {
      const url = externalUrl(text)
      if (url === null || asking || now() < (sources.get(source)?.quietUntil ?? 0)) return false
      const { origin } = new URL(url)
      // A mail address has no origin ('null'), and is asked about each time.
      if (trusted.has(origin)) answered(source, true)
      else {
        asking = true
        const answer = await ask(shownAddress(url)).finally(() => {
          asking = false
        })
        answered(source, answer.open)
        if (!answer.open) return false
        if (answer.always && origin !== 'null') trusted.add(origin)
      }
      await open(url)
      return true
    },
  }
}
