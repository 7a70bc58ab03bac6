// Runs a refresh soon after it is asked for: once for a burst, at most four times a second in a storm, never two at a time.

export type Refresher = {
  /** Something changed. */
  soon: () => void
  /** Runs now, or joins the run under way; settles with its outcome. */
  now: () => Promise<void>
  /** Nobody looks any more: what was asked for is not needed. */
  rest: () => void
  stop: () => void
}

const burst = 60
const leastApart = 250

/** `failed` hears of runs that nobody waits for. */
export function createRefresher(run: () => Promise<void>, failed: (error: unknown) => void): Refresher {
  let timer: NodeJS.Timeout | undefined
  let startedAt = -leastApart
  let running: Promise<void> | null = null
  let stale = false
  let stopped = false

  function start(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    stale = false
    startedAt = performance.now()
    running = run().finally(() => {
      running = null
      if (stale) soon()
    })
    return running
  }

  function soon() {
    if (stopped || timer) return
    if (running) {
      stale = true
      return
    }
    const wait = Math.max(burst, startedAt + leastApart - performance.now())
    timer = setTimeout(() => {
      start().catch(failed)
    }, wait)
  }

  return {
    soon,
    now: () => running ?? start(),
    rest() {
      clearTimeout(timer)
      timer = undefined
      stale = false
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
