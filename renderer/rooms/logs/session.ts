// One container's log as long as somebody looks at it: opened, followed, taken up again after every loss, and sifted.
import type { Refusal } from '../../../shared/model/refusal'
import { isAbort, refusalOf } from '../../state'
import { fetchEarlier, type AskLog } from './earlier'
import { createLines, keptLines, type Counts, type Edge } from './lines'
import { startReading, type Frame, type Reading } from './reading'
import { createSieve, type Filter, type Sifted } from './sieve'
import { createTrial, type TryOut } from './trial'
import { createTurns, type News } from './turns'

/** Drawn at once: a screen or two of them, and enough to scroll in. */
export const firstTail = 2_000
/** Most lines that a loss may have kept from us; more than that and the log says that some are missing. */
const resumeTail = 50_000
/** Redrawing a flood more often than this shows nobody more. */
const redrawMilliseconds = 100

export type Phase =
  | { is: 'opening' }
  | { is: 'refused'; refusal: Refusal }
  | { is: 'following' }
  /** What is at hand stays; it goes on by itself when the container, or the engine, is back. */
  | { is: 'standing'; because: 'stopped' | 'removed' | 'lost' }

export type Earlier =
  { is: 'unknown' } | { is: 'loading' } | { is: 'all' } | { is: 'full' } | { is: 'refused'; refusal: Refusal }

export type Log = Sifted & {
  phase: Phase
  /** Changes whenever the lines did. */
  version: number
  lines: number
  counts: Counts
  dropped: number
  /** Lines that were cleared from the view. */
  cleared: number
  /** Lines that came while the connection was lost may be missing. */
  gap: boolean
  /** Full, and the person reads further up: nothing more is taken until they come back to the end. */
  held: boolean
  earlier: Earlier
  /** What the lines are searched for now. */
  pattern: RegExp | null
  /** Of what was asked for: `trying` whether it may be used, `slow` where it may not. */
  search: 'fine' | 'trying' | 'slow'
}

type Options = { ask: AskLog; frame: Frame; tryOut: TryOut; filter: Filter; keep?: number }
export type Session = ReturnType<typeof createSession>

export function createSession({ ask, frame, tryOut, filter: firstFilter, keep = keptLines }: Options) {
  const listeners = new Set<() => void>()
  const turns = createTurns()
  let wanted = firstFilter
  /** What holds: not a pattern that is too slow. */
  let filter = firstFilter
  let heldFor = { wanted, slow: false }
  let lines = createLines(keep)
  let sieve = createSieve(filter)
  let phase: Phase = { is: 'opening' }
  let earlier: Earlier = { is: 'unknown' }
  let reading: Reading | null = null
  let running: AbortController | null = null
  let above = false
  let gap = false
  let version = 0
  let shownAt = -Infinity
  let cancelDraw: (() => void) | null = null
  let trial = trialOf(filter.pattern)
  let sifted = sieve(lines.all())
  let current = snapshot()

  function trialOf(pattern: RegExp | null) {
    return createTrial({ pattern, tryOut, onNews: () => showSoon() })
  }
  function hold(slow: boolean) {
    if (heldFor.wanted === wanted && heldFor.slow === slow) return
    heldFor = { wanted, slow }
    filter = slow ? { ...wanted, pattern: null } : wanted
    sieve = createSieve(filter)
  }
  function snapshot(): Log {
    const all = lines.all()
    const fit = trial.fit(all)
    const search = trial.state()
    // While a pattern is tried, what was shown stays.
    if (search !== 'trying') {
      hold(search === 'slow')
      sifted = sieve(filter.pattern === null ? all : fit)
    }
    const cleared = Math.max(0, Math.min(all.length, (filter.clearedBefore ?? -Infinity) - (all[0]?.id ?? 0)))
    return {
      ...sifted,
      ...{ phase, version, gap, earlier, cleared, held: isHeld() },
      ...{ lines: all.length, counts: lines.counts(), dropped: lines.dropped() },
      ...{ pattern: filter.pattern, search },
    }
  }
  function isHeld() {
    return above && lines.full()
  }
  const show = () => {
    cancelDraw?.()
    cancelDraw = null
    shownAt = performance.now()
    version += 1
    current = snapshot()
    for (const listener of [...listeners]) listener()
  }
  const showSoon = () => {
    cancelDraw ??= frame(() => {
      cancelDraw = null
      if (reading?.idle() === false && performance.now() - shownAt < redrawMilliseconds) showSoon()
      else show()
    })
  }
  const become = (next: Phase) => {
    phase = next
    show()
  }

  /** From opening to the end, once. */
  async function follow(signal: AbortSignal): Promise<Phase> {
    const edge = lines.newest()
    const range = rangeFrom(edge)
    try {
      const { carrier, framing } = await ask({ ...range, follow: true }, signal)
      if (aborted(signal)) {
        carrier.close()
        return phase
      }
      lines.resume()
      const into = lines
      const mine = startReading({
        ...{ carrier, framing, frame, mayUse: () => !isHeld() },
        onMessages: (messages) => {
          into.push(messages)
          gap ||= into.gap()
          turns.progress()
          showSoon()
        },
      })
      reading = mine
      const close = () => mine.close()
      signal.addEventListener('abort', close, { once: true })
      phase = { is: 'following' }
      // An empty log is told too: there is nothing to wait for any more.
      showSoon()
      const end = await mine.ended
      signal.removeEventListener('abort', close)
      reading = null
      if (end.reason === 'lost') return { is: 'standing', because: 'lost' }
      into.endLine()
      return { is: 'standing', because: 'stopped' }
    } catch (error) {
      if (isAbort(error)) return phase
      const refusal = refusalOf(error)
      if (lines.newest() === null) return { is: 'refused', refusal }
      return { is: 'standing', because: refusal.code === 'NotFound' ? 'removed' : 'lost' }
    }
  }

  async function live(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      turns.begin()
      const next = await follow(signal)
      if (aborted(signal)) return
      become(next)
      await turns.next(next, signal)
    }
  }
  const start = () => {
    running = new AbortController()
    void live(running.signal)
  }
  const stop = () => {
    running?.abort()
    running = null
    reading = null
    cancelDraw?.()
    cancelDraw = null
    tryAnew()
    tryOut.stop()
  }
  const tryAnew = () => {
    trial.stop()
    trial = trialOf(wanted.pattern)
  }
  const again = () => {
    stop()
    lines = createLines(keep)
    sieve = createSieve(filter)
    sifted = sieve(lines.all())
    ;[earlier, gap, above] = [{ is: 'unknown' }, false, false]
    become({ is: 'opening' })
    if (listeners.size > 0) start()
  }

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      if (listeners.size === 1) start()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
    get: () => current,
    look(next: Filter) {
      if (next === wanted) return
      const another = next.pattern !== wanted.pattern
      wanted = next
      if (another) tryAnew()
      show()
    },
    /** What the lists say of the engine and the container: reasons to try again. */
    tell: (news: News) => turns.tell(news),
    /** True while the person reads further up, where nothing may be dropped. */
    readAbove(next: boolean) {
      const was = isHeld()
      above = next
      if (was) again()
    },
    again,
    tryNow: turns.now,
    /** The lines at hand, filtered out or not. */
    all: () => lines.all(),
    async loadEarlier() {
      const signal = running?.signal
      if (signal === undefined || earlier.is === 'loading' || earlier.is === 'all') return
      earlier = lines.full() ? { is: 'full' } : { is: 'loading' }
      show()
      if (earlier.is === 'full') return
      const into = lines
      const dropped = into.dropped()
      try {
        const { messages, all } = await fetchEarlier(ask, into, signal)
        if (aborted(signal)) return
        // What they would stand before has been dropped meanwhile: there is room for the newest only.
        if (into.dropped() > dropped) earlier = { is: 'full' }
        else {
          into.prepend(messages)
          earlier = { is: all ? 'all' : 'unknown' }
        }
      } catch (error) {
        if (isAbort(error)) return
        earlier = { is: 'refused', refusal: refusalOf(error) }
      }
      show()
    },
  }
}

function rangeFrom(newest: Edge | null): { tail: number; since?: string } {
  if (newest === null) return { tail: firstTail }
  // Without times there is no telling what was there already: what comes from now on is better than all of it again.
  return newest.time === '' ? { tail: 0 } : { tail: resumeTail, since: newest.time }
}

function aborted(signal: AbortSignal): boolean {
  return signal.aborted
}
