// The consumer's end of a byte channel: hands bytes on, and acknowledges what was really used.
import { readControl, writeControl, type ScreenSize, type StreamEnd } from './control'
import { lowWaterBytes, type ByteCarrier } from './protocol'

/** Acknowledgements are gathered up to this; it stays below the low-water mark, so a held source always resumes. */
const acknowledgeEveryBytes = lowWaterBytes / 16

export type Sink = {
  /** Sends bytes to the source (keystrokes). Ignored after the end. */
  send(bytes: Uint8Array): void
  /** Lets go of the stream; `onEnd` is not called afterwards. */
  close(): void
}

type SinkListeners = {
  /** Call `acknowledge` with the number of bytes used, once they are (all at once or in parts). */
  onBytes: (chunk: Uint8Array, acknowledge: (bytes: number) => void) => void
  /** Called once: after the last byte, or when the carrier broke (lost). */
  onEnd: (end: StreamEnd) => void
  /** The next `bytes` bytes are the screen so far, as it stands at this size. */
  onReplay?: (bytes: number, size: ScreenSize) => void
  /** What follows was written for this size. */
  onSize?: (size: ScreenSize) => void
}

/** Owns the carrier from here on, and closes it at the end. */
export function openSink(carrier: ByteCarrier, listeners: SinkListeners): Sink {
  let open = true
  let used = 0

  const acknowledge = (bytes: number) => {
    used += bytes
    if (!open || used < acknowledgeEveryBytes) return
    carrier.send(writeControl({ is: 'ack', bytes: used }))
    used = 0
  }

  const finish = (end: StreamEnd | null) => {
    if (!open) return
    open = false
    carrier.close()
    if (end !== null) listeners.onEnd(end)
  }

  const onControl = (text: string) => {
    const control = readControl(text)
    if (control?.is === 'end') finish({ reason: control.reason, detail: control.detail })
    else if (control?.is === 'replay')
      listeners.onReplay?.(control.bytes, { cols: control.cols, rows: control.rows })
    else if (control?.is === 'size') listeners.onSize?.({ cols: control.cols, rows: control.rows })
    else finish({ reason: 'lost', detail: 'the source sent a message that is not of the byte channel' })
  }

  carrier.onClose(() => finish({ reason: 'lost', detail: 'the connection closed' }))
  carrier.onMessage((message) => {
    if (!open) return
    if (typeof message === 'string') onControl(message)
    else listeners.onBytes(message, acknowledge)
  })

  return {
    send: (bytes) => {
      if (open && bytes.length > 0) carrier.send(bytes)
    },
    close: () => finish(null),
  }
}
