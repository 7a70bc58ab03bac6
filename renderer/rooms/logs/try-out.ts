// Where patterns are tried: a worker, which is ended when one stands still in it.
import type { TryOut } from './trial'

/** From asking until it is given up: a chunk takes a few milliseconds. */
const patienceMilliseconds = 1_500
const startMilliseconds = 10_000

export function tryOutInWorker(): TryOut {
  let worker: { thread: Worker; ready: Promise<unknown> } | null = null

  const started = () => {
    if (worker) return worker
    const thread = new Worker(new URL('./trying.worker.ts', import.meta.url), { type: 'module' })
    worker = { thread, ready: answerOf(thread, startMilliseconds) }
    return worker
  }
  const end = (thread: Worker | undefined) => {
    thread?.terminate()
    if (worker?.thread === thread) worker = null
  }
  return {
    async run(pattern, texts, signal) {
      const { thread, ready } = started()
      const abandon = () => end(thread)
      signal.addEventListener('abort', abandon, { once: true })
      let took: unknown = null
      if ((await ready) === 'ready' && !signal.aborted) {
        const answer = answerOf(thread, patienceMilliseconds)
        thread.postMessage({ pattern, texts })
        took = await answer
      }
      signal.removeEventListener('abort', abandon)
      if (typeof took === 'number') return took
      // One that stands still, or never came: where a pattern cannot be tried it is not used.
      abandon()
      return null
    },
    stop: () => end(worker?.thread),
  }
}

/** The next thing it says; null where that is an error, or nothing in time. */
function answerOf(thread: Worker, milliseconds: number): Promise<unknown> {
  return new Promise((resolve) => {
    const end = (answer: unknown) => {
      clearTimeout(timer)
      resolve(answer)
    }
    const timer = setTimeout(() => end(null), milliseconds)
    thread.addEventListener('message', ({ data }) => end(data), { once: true })
    thread.addEventListener('error', () => end(null), { once: true })
  })
}
