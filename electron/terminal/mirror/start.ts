// The two ways to have mirrors served: by a worker thread, or in this one.
import { MessageChannel, Worker } from 'node:worker_threads'
import type { MirrorPort } from './protocol'

export type MirrorThread = {
  port: MirrorPort
  /** Not called after `stop`. */
  onDeath(listener: (why: string) => void): void
  stop(): Promise<void>
}

export type StartMirrors = () => MirrorThread

/** Parsing leaves little behind: with V8's usual 16 it grew by 13 MB more, and was no faster. */
const youngMegabytes = 2

/** `file`: worker.ts, built. */
export const startWorker =
  (file: string): StartMirrors =>
  () => {
    const worker = new Worker(file, { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } })
    // Mirrors alone keep nobody alive.
    worker.unref()
    let why = ''
    let stopped = false
    worker.on('error', (error) => {
      why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    })
    return {
      port: worker,
      onDeath: (listener) =>
        worker.on('exit', (code) => {
          if (!stopped) listener(why === '' ? `exit code ${code}` : why)
        }),
      stop: async () => {
        stopped = true
        await worker.terminate()
      },
    }
  }

export const startInProcess: StartMirrors = () => {
  const { port1, port2 } = new MessageChannel()
  let listener: (why: string) => void = () => undefined
  // Read when it is wanted: the window and the server keep mirrors in a thread of their own.
  import('./server')
    .then(({ serveMirrors }) => serveMirrors(port2))
    .catch((error: unknown) => listener(String(error)))
  return {
    port: port1,
    onDeath: (next) => {
      listener = next
    },
    stop: () => {
      port1.close()
      return Promise.resolve()
    },
  }
}
