// Several reasons to stop, joined into one signal that can be let go again.
// AbortSignal.any leaves an entry on long-lived sources for every call (Node 20), and this engine is called all day.

export type Joined = { signal: AbortSignal; release(): void }

export function joinSignals(sources: readonly (AbortSignal | undefined)[]): Joined {
  const controller = new AbortController()
  const followed: { source: AbortSignal; stop: () => void }[] = []
  const release = () => {
    for (const { source, stop } of followed) source.removeEventListener('abort', stop)
    followed.length = 0
  }
  for (const source of sources) {
    if (!source) continue
    const stop = () => {
      controller.abort(source.reason)
      release()
    }
    if (source.aborted) {
      stop()
      break
    }
    source.addEventListener('abort', stop, { once: true })
    followed.push({ source, stop })
  }
  return { signal: controller.signal, release }
}

/** Resolves true after the pause, false when the signal fires first. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false)
    const end = (whole: boolean) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolve(whole)
    }
    const stop = () => end(false)
    const timer = setTimeout(() => end(true), milliseconds)
    signal.addEventListener('abort', stop, { once: true })
  })
}
