// A value that changes, and those who follow it: the current value first, then each change, until their signal fires.
// A slow follower skips to the newest value; it never gets an old one late.

export type Watched<T> = {
  get: () => T
  set: (value: T) => void
  followers: () => number
  watch: (signal: AbortSignal) => AsyncIterable<T>
}

export function createWatched<T>(
  initial: T,
  onFollowers: (count: number) => void = () => undefined,
): Watched<T> {
  let value = initial
  let version = 0
  let followers = 0
  const waiting = new Set<() => void>()

  const changed = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      waiting.add(wake)
      signal.addEventListener('abort', wake)
    })

  async function* watch(signal: AbortSignal): AsyncGenerator<T> {
    followers += 1
    onFollowers(followers)
    try {
      let seen = -1
      while (!signal.aborted) {
        if (seen === version) {
          await changed(signal)
          continue
        }
        seen = version
        yield value
      }
    } finally {
      followers -= 1
      onFollowers(followers)
    }
  }

  return {
    get: () => value,
    set(next) {
      value = next
      version += 1
      for (const wake of [...waiting]) wake()
    },
    followers: () => followers,
    watch,
  }
}
