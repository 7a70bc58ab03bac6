// Turns for writing into screens: one page has one thread, and a terminal that floods must not hold up another's echo.

export type Turns = {
  /** Calls `go` when it is this one's turn. Call what comes back when the slice is done, or to stop waiting. */
  take(go: () => void): () => void
}

/** A turn held for longer is taken away: a screen that broke while it was drawn must not stop the others. */
const longestMilliseconds = 1000

/** `later` runs something after what waits already (messages, keys, frames) had its chance. */
export function createTurns(later: (go: () => void) => void): Turns {
  const waiting: { go: () => void }[] = []
  let holder: { go: () => void } | null = null
  let guard: ReturnType<typeof setTimeout> | undefined

  const next = () => {
    const first = holder === null ? waiting.shift() : undefined
    if (first === undefined) return
    holder = first
    guard = setTimeout(() => leave(first), longestMilliseconds)
    later(() => {
      if (holder === first) first.go()
    })
  }
  const leave = (one: { go: () => void }) => {
    if (holder === one) {
      clearTimeout(guard)
      holder = null
      next()
      return
    }
    const at = waiting.indexOf(one)
    if (at >= 0) waiting.splice(at, 1)
  }
  return {
    take(go) {
      const one = { go }
      waiting.push(one)
      next()
      return () => leave(one)
    },
  }
}

/** As a message to itself: a timer of 0 ms becomes one of 4 after five in a row. */
export function afterMessages(): (go: () => void) => void {
  const { port1, port2 } = new MessageChannel()
  const queue: (() => void)[] = []
  port1.onmessage = () => queue.shift()?.()
  return (go) => {
    queue.push(go)
    port2.postMessage(null)
  }
}
