// When a log that ended is opened again: at news of its container or of the engine, or after a while where that may help.
import type { Phase } from './session'

export type News = {
  /** Anything about the engine and the container that may matter; another one is a reason to try again. */
  key: string
  container: 'running' | 'standing' | 'gone' | 'unknown'
}

const firstPause = 250
const longestPause = 5_000

export function createTurns() {
  let news: News = { key: '', container: 'unknown' }
  let keyAtBegin = ''
  let pause = firstPause
  let wake: () => void = () => undefined

  /** Trying without news helps where the engine is silent, and where the list says that the container runs. */
  const mayHelp = (phase: Phase): boolean =>
    phase.is === 'refused'
      ? passing.has(phase.refusal.code)
      : phase.is === 'standing' &&
        (phase.because === 'lost' || (phase.because === 'stopped' && news.container === 'running'))

  return {
    tell(next: News) {
      news = next
      if (news.key !== keyAtBegin) wake()
    },
    begin() {
      keyAtBegin = news.key
    },
    /** Somebody asks for it. */
    now: () => wake(),
    /** Something came: the next loss is a new one. */
    progress() {
      pause = firstPause
    },
    /** Settles when it is time to try again, or the signal fires. */
    async next(phase: Phase, signal: AbortSignal): Promise<void> {
      if (signal.aborted) return
      const wait = mayHelp(phase) || news.key !== keyAtBegin ? pause : null
      pause = Math.min(pause * 2, longestPause)
      await new Promise<void>((resolve) => {
        const done = () => {
          wake = () => undefined
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          resolve()
        }
        let timer = wait === null ? undefined : setTimeout(done, wait)
        // News come in bursts: a moment later it is clear what they amount to.
        wake = () => {
          clearTimeout(timer)
          timer = setTimeout(done, firstPause)
        }
        signal.addEventListener('abort', done)
      })
    },
  }
}

const passing: ReadonlySet<string> = new Set(['EngineDown', 'EngineTimeout', 'Unforeseen'])
