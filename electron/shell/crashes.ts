// A page whose process ended is shown anew: what was on it lives in the services. One that goes on ending is asked about.

/** An end sooner than this after the last one is no accident; showing it again and again would help nobody. */
const soonMilliseconds = 10_000

/** What to do about an end of the page's process, told when it happens. */
export function createCrashes(now: () => number): (reason: string) => 'show' | 'ask' | 'leave' {
  let last = Number.NEGATIVE_INFINITY
  return (reason) => {
    // Its window was closed.
    if (reason === 'clean-exit') return 'leave'
    const soon = now() - last < soonMilliseconds
    last = now()
    return soon ? 'ask' : 'show'
  }
}
