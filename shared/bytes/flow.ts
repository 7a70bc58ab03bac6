// The source's end of a byte channel: sends no more than the consumer has room for, and says when to hold the source.
import { unfinishedCharacter } from './characters'
import type { ByteCarrier } from './protocol'
import { highWaterBytes, lowWaterBytes } from './protocol'
import { readControl, writeControl, type ScreenSize, type StreamEnd } from './control'

/** A message never exceeds this, so what is unacknowledged never exceeds the high-water mark by more. */
const sliceBytes = 64 * 1024

/** The bytes if they fit into a message, else as many as do, cut between two characters. */
function sliceOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= sliceBytes) return bytes
  const fits = bytes.subarray(0, sliceBytes)
  return fits.subarray(0, sliceBytes - unfinishedCharacter(fits))
}

export type Flow = {
  /** Queues bytes behind all earlier ones. The chunk must not be changed afterwards. */
  write(chunk: Uint8Array): void
  /** Tells the consumer that the next `bytes.length` bytes are the screen so far, of this size, then queues them. */
  replay(bytes: Uint8Array, size: ScreenSize): void
  /** Tells the consumer, behind all queued bytes, that the terminal's size is another from here on. */
  resize(size: ScreenSize): void
  /** Sent after the last queued byte; nothing may be written afterwards. The consumer closes the carrier. */
  end(end: StreamEnd): void
  /** True while the source should pause. */
  held(): boolean
  /** Sent and not yet acknowledged. */
  unacknowledgedBytes(): number
  /** Settles at once when not held, else when the consumer caught up or is gone. */
  ready(): Promise<void>
  closed(): boolean
}

type FlowListeners = {
  /** Bytes that the consumer sent (a terminal's keystrokes). */
  onInput?: (bytes: Uint8Array) => void
  /** The source should pause (true) or may go on (false). Called on changes only. */
  onHold?: (held: boolean) => void
  /** The consumer is gone, or broke the protocol. Called once. */
  onClose?: () => void
}

/** Owns the carrier from here on. */
export function createFlow(carrier: ByteCarrier, listeners: FlowListeners = {}): Flow {
  const queue: (Uint8Array | string)[] = []
  let unacknowledged = 0
  let held = false
  let closed = false
  let waiting: (() => void)[] = []

  const release = () => {
    const released = waiting
    waiting = []
    for (const resolve of released) resolve()
  }

  const hold = (next: boolean) => {
    if (held === next) return
    held = next
    if (!held) release()
    listeners.onHold?.(held)
  }

  const drain = () => {
    while (!closed) {
      const first = queue[0]
      if (first === undefined) break
      if (typeof first === 'string') {
        queue.shift()
        carrier.send(first)
        continue
      }
      if (unacknowledged >= highWaterBytes) break
      const slice = sliceOf(first)
      if (slice === first) queue.shift()
      else queue[0] = first.subarray(slice.length)
      unacknowledged += slice.length
      carrier.send(slice)
    }
    if (closed) return
    if (queue.length > 0 || unacknowledged >= highWaterBytes) hold(true)
    else if (unacknowledged <= lowWaterBytes) hold(false)
  }

  const finish = () => {
    if (closed) return
    closed = true
    queue.length = 0
    // Whoever waits for room must not wait for a consumer that is gone.
    hold(false)
    release()
    listeners.onClose?.()
  }

  const onControl = (text: string) => {
    const control = readControl(text)
    // The two ends ship together: any other message means the peer is not ours, and an acknowledgement of bytes
    // never sent would lift the memory bound. Such a peer is hung up on.
    if (control?.is !== 'ack' || control.bytes > unacknowledged) {
      carrier.close()
      finish()
      return
    }
    unacknowledged -= control.bytes
    drain()
  }

  carrier.onClose(finish)
  carrier.onMessage((message) => {
    if (closed) return
    if (typeof message === 'string') onControl(message)
    else listeners.onInput?.(message)
  })

  const push = (item: Uint8Array | string) => {
    if (closed || item.length === 0) return
    queue.push(item)
    drain()
  }

  return {
    write: push,
    replay: (bytes, { cols, rows }) => {
      push(writeControl({ is: 'replay', bytes: bytes.length, cols, rows }))
      push(bytes)
    },
    resize: ({ cols, rows }) => push(writeControl({ is: 'size', cols, rows })),
    end: (end) => push(writeControl({ is: 'end', ...end })),
    held: () => held,
    unacknowledgedBytes: () => unacknowledged,
    ready: () => (held ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    closed: () => closed,
  }
}
