// The byte channel: one ordered, flow-controlled, two-way stream of bytes over any carrier (a MessagePort or a WebSocket).
// A message is either a Uint8Array (bytes, untouched) or a string (a JSON control message). Nothing else is ever sent.
// The consumer acknowledges bytes after it has really used them (xterm's write callback); the source pauses above
// `highWaterBytes` unacknowledged and resumes below `lowWaterBytes` (VS Code's terminal uses the same idea).
import { z } from 'zod'

// Both are for the way there and back, not for a reader's mood: with half of this, a flood waited for acknowledgements (0.32 of
// xterm.js alone instead of 0.45), and Ctrl+C answered no sooner.
export const highWaterBytes = 512 * 1024
export const lowWaterBytes = 256 * 1024

export type ByteMessage = Uint8Array | string

/** One end of a carrier: what a MessagePort and a WebSocket have in common. */
export type ByteCarrier = {
  send(message: ByteMessage): void
  close(): void
  onMessage(listener: (message: ByteMessage) => void): void
  onClose(listener: () => void): void
}

const columns = z.number().int().min(2).max(2000)
const rows = z.number().int().min(1).max(2000)

export const ControlSchema = z.discriminatedUnion('is', [
  /** consumer → source: this many bytes were used since the last acknowledgement */
  z.object({ is: z.literal('ack'), bytes: z.number().int().positive() }),
  /** source → consumer: no byte follows. `reason` tells an end from a loss. */
  z.object({ is: z.literal('end'), reason: z.enum(['finished', 'lost']), detail: z.string() }),
  /** source → consumer, first message of a terminal: what follows is the screen so far, as it stands at this size */
  z.object({ is: z.literal('replay'), bytes: z.number().int().nonnegative(), cols: columns, rows }),
  /** source → consumer: the terminal has this size from here on, between the bytes before and after it */
  z.object({ is: z.literal('size'), cols: columns, rows }),
])
export type Control = z.infer<typeof ControlSchema>
