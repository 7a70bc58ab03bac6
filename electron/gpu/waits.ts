// Waiting that ends early: a pause until its time, its signal or a poke, whichever comes first.

export type Pauses = {
  /** Resolves after the time, on a poke, or when the signal fires. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>
  /** Ends the pause under way, if any. */
  poke(): void
}

export function createPauses(): Pauses {
  let end: (() => void) | null = null
  return {
    pause: (milliseconds, signal) =>
      new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', finish)
          end = null
          resolve()
        }
        const timer = setTimeout(finish, milliseconds)
        signal.addEventListener('abort', finish, { once: true })
        end = finish
        if (signal.aborted) finish()
      }),
    poke: () => end?.(),
  }
}
