// The session's side of the mirrors: says what happens to a terminal, asks for its screen, and outlives the thread.
import type { ScreenSize } from '../../../shared/bytes'
import { createLent } from './lent'
import { createRing } from './ring'
import { ReportSchema, type Report, type Request } from './protocol'
import type { MirrorThread, StartMirrors } from './start'

/** More than a window's: the thread is busy for a while when it parses. Both bound what waits in its port. */
const heldAboveBytes = 2 ** 20
const releasedBelowBytes = 256 * 1024

export type MirrorClient = {
  write(chunk: Uint8Array): void
  resize(size: ScreenSize): void
  /** Whether somebody is there who answers what the program asks. */
  audience(present: boolean): void
  /** The state after everything written before the call. Blank when the thread died meanwhile. */
  serialise(): Promise<Uint8Array>
  /** The shell should wait: the thread falls behind. */
  held(): boolean
  close(): void
}

type Listeners = { onHold: () => void; onAnswer: (bytes: Uint8Array) => void }

export type Mirrors = {
  open(size: ScreenSize, listeners: Listeners): MirrorClient
  dispose(): Promise<void>
}

type Entry = {
  /** In the thread that runs now, with what the terminal said last. */
  reopen: () => void
  tell: (report: Report) => void
  lost: () => void
}

/**
 * `scrollback`: in lines, asked for each new terminal. A thread that dies is told to the log and replaced by one that is told the
 * newest part of what each terminal said; where that killed it, by a blank one.
 */
export function createMirrors(parts: {
  start: StartMirrors
  scrollback: () => number
  log: (text: string) => void
}): Mirrors {
  const { start, scrollback, log } = parts
  const entries = new Map<number, Entry>()
  const lent = createLent()
  let thread: MirrorThread | null = null
  let lastId = 0

  const running = (): MirrorThread => {
    if (thread !== null) return thread
    const started = start()
    thread = started
    let isReady = false
    started.port.on('message', (message) => {
      const report = ReportSchema.parse(message)
      if (report.is === 'took') lent.back(report.memory)
      if (report.is === 'ready') isReady = true
      else if (report.is === 'failure') log(`mirror of a terminal: ${report.text}`)
      else entries.get(report.id)?.tell(report)
    })
    started.onDeath((why) => {
      if (thread !== started) return
      log(`the mirrors of terminals died: ${why}`)
      thread = null
      for (const { lost } of entries.values()) lost()
      // One that cannot even begin is tried again with the next terminal.
      if (!isReady) return
      running()
      for (const { reopen } of entries.values()) reopen()
    })
    return started
  }

  return {
    open(size, listeners) {
      const id = (lastId += 1)
      const send = (request: Request) => thread?.port.postMessage(request)
      const lines = Math.min(50_000, Math.max(1000, scrollback()))
      let now = { cols: size.cols, rows: size.rows }
      let present = false
      let inFlight = 0
      let held = false
      const ring = createRing()
      /** The ring is on its way into a new thread: a second death would be its doing. */
      let isRetold = false
      const waiting: ((bytes: Uint8Array) => void)[] = []

      const begin = () => send({ is: 'open', id, ...now, scrollback: lines })
      const listen = () => send({ is: 'audience', id, present })
      const give = (chunk: Uint8Array) => {
        if (thread === null) return
        const { length } = chunk
        const memory = lent.copyOf(chunk)
        thread.port.postMessage({ is: 'write', id, memory, length }, [memory.buffer])
        count(length)
      }
      const count = (bytes: number) => {
        inFlight += bytes
        const next = held ? inFlight > releasedBelowBytes : inFlight > heldAboveBytes
        if (next === held) return
        held = next
        listeners.onHold()
      }
      entries.set(id, {
        reopen: () => {
          if (isRetold) ring.clear()
          const said = ring.bytes()
          begin()
          if (said.length > 0) {
            isRetold = true
            // What the program asked then was answered then.
            send({ is: 'audience', id, present: true })
            give(said)
          }
          listen()
        },
        tell: (report) => {
          if (report.is === 'took') {
            isRetold = false
            count(-report.length)
          } else if (report.is === 'screen') waiting.shift()?.(report.bytes)
          else if (report.is === 'answer') listeners.onAnswer(Buffer.from(report.text, 'latin1'))
        },
        lost: () => {
          for (const resolve of waiting.splice(0)) resolve(new Uint8Array())
          count(-inFlight)
        },
      })
      running()
      begin()
      listen()

      return {
        write(chunk) {
          ring.add(chunk)
          give(chunk)
        },
        resize({ cols, rows }) {
          now = { cols, rows }
          send({ is: 'resize', id, ...now })
        },
        audience(next) {
          if (next === present) return
          present = next
          listen()
        },
        serialise: () =>
          new Promise((resolve) => {
            if (thread === null || !entries.has(id)) return resolve(new Uint8Array())
            waiting.push(resolve)
            send({ is: 'serialise', id })
          }),
        held: () => held,
        close() {
          send({ is: 'close', id })
          entries.delete(id)
          for (const resolve of waiting.splice(0)) resolve(new Uint8Array())
        },
      }
    },
    async dispose() {
      const stopping = thread
      thread = null
      for (const { lost } of entries.values()) lost()
      await stopping?.stop()
    },
  }
}
