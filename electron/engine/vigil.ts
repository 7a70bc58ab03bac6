// Notices that an engine has fallen silent without closing anything (frozen, swapped out, cable pulled): a small ping, not a poll of lists.
import { pause } from './signals'

export type Vigil = {
  /** Resolves false when no answer came within the limit; rejects when the connection itself failed. */
  ping(limitMilliseconds: number, signal: AbortSignal): Promise<boolean>
  /** When anything was last heard from the engine, by performance.now(). */
  heardAt(): number
  /** Somebody is waiting for the answer to "is it there?". */
  eager(): boolean
}

// Together under 2 s: the time within which a loss must be told.
const eagerEvery = 500
const limit = 1_250
const idleEvery = 5_000

/** Resolves with the reason once the engine is silent; resolves null when the signal ends the vigil. */
export async function keepVigil(vigil: Vigil, signal: AbortSignal): Promise<string | null> {
  let asked = performance.now()
  while (await pause(eagerEvery, signal)) {
    if (!vigil.eager() && performance.now() - asked < idleEvery) continue
    asked = performance.now()
    const reason = await silence(vigil, signal)
    if (reason !== null) return signal.aborted ? null : reason
  }
  return null
}

async function silence(vigil: Vigil, signal: AbortSignal): Promise<string | null> {
  for (;;) {
    const asked = performance.now()
    try {
      if (await vigil.ping(limit, signal)) return null
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
    // Busy with a pull it may be slow to answer a ping, but what it streams shows that it lives.
    if (vigil.heardAt() > asked) return null
    // This process itself stood still (suspended, starved): the answer may be lying there unread, so ask once more.
    const stoodStill = performance.now() - asked > limit + 400
    if (!stoodStill) return `no answer to a ping within ${limit} ms`
  }
}
