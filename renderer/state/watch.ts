// A subscription shared by every screen: opened when the first one looks, closed when the last one left,
// and opened again with back-off when the carrier or the service behind it is lost.
import type { Refusal } from '../../shared/model/refusal'
import { keptParts } from './kept-parts'
import { refusalOf } from './refusal-of'

export type Watched<T> =
  | { is: 'waiting' }
  | { is: 'live'; value: T }
  /** The last value is kept to show, greyed; a new attempt is under way. */
  | { is: 'lost'; last: T | null; refusal: Refusal }

export type Watch<T> = {
  subscribe: (listener: () => void) => () => void
  /** Hears what others asked for, and opens nothing itself. */
  overhear: (listener: () => void) => () => void
  get: () => Watched<T>
}

export type WatchOptions = {
  /** Costs something on the host: closed while the window is hidden. */
  whileVisible?: boolean
}

const firstRetryMilliseconds = 250
const longestRetryMilliseconds = 5_000
/** Navigation unmounts one screen before it mounts the next: do not close in between. */
const lingerMilliseconds = 400

/** What is known now, fresh or not; null when nothing is. */
export function latest<T>(watched: Watched<T>): T | null {
  if (watched.is === 'live') return watched.value
  return watched.is === 'lost' ? watched.last : null
}

export function createWatch<T>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  options: WatchOptions = {},
): Watch<T> {
  const listeners = new Set<() => void>()
  const bystanders = new Set<() => void>()
  let current: Watched<T> = { is: 'waiting' }
  let running: AbortController | null = null
  let linger: ReturnType<typeof setTimeout> | undefined

  const show = (next: Watched<T>) => {
    const same = next.is === 'live' && current.is === 'live' && Object.is(next.value, current.value)
    if (same) return
    current = next
    for (const listener of [...listeners, ...bystanders]) listener()
  }

  async function follow(signal: AbortSignal): Promise<void> {
    let wait = firstRetryMilliseconds
    while (!signal.aborted) {
      let failure: unknown = new Error('The stream ended')
      try {
        for await (const value of await open(signal)) {
          if (wasAborted(signal)) return
          wait = firstRetryMilliseconds
          show({ is: 'live', value: keptParts(latest(current), value) })
        }
      } catch (error) {
        failure = error
      }
      // An abort is how a watch is closed: nothing was lost.
      if (wasAborted(signal)) return
      show({ is: 'lost', last: latest(current), refusal: refusalOf(failure) })
      await pause(wait, signal)
      wait = Math.min(wait * 2, longestRetryMilliseconds)
    }
  }

  const hidden = () => options.whileVisible === true && typeof document !== 'undefined' && document.hidden

  function start() {
    if (running || listeners.size === 0 || hidden()) return
    running = new AbortController()
    void follow(running.signal)
  }

  function stop() {
    running?.abort()
    running = null
  }

  const onVisibility = () => (hidden() ? stop() : start())

  function subscribe(listener: () => void): () => void {
    clearTimeout(linger)
    listeners.add(listener)
    if (listeners.size === 1 && options.whileVisible === true && typeof document !== 'undefined') {
      document.addEventListener('visibilitychange', onVisibility)
    }
    start()
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0) return
      if (typeof document !== 'undefined') document.removeEventListener('visibilitychange', onVisibility)
      clearTimeout(linger)
      linger = setTimeout(() => {
        if (listeners.size === 0) stop()
      }, lingerMilliseconds)
    }
  }

  function overhear(listener: () => void): () => void {
    bystanders.add(listener)
    return () => bystanders.delete(listener)
  }

  return { subscribe, overhear, get: () => current }
}

function wasAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}

/** A single answer as a watch: asked again only when asking failed. */
export async function* once<T>(ask: () => Promise<T>, signal: AbortSignal): AsyncGenerator<T> {
  yield await ask()
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
