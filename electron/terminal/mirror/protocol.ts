// What is said over the port between a terminal's session and the thread that mirrors its screen.
import { z } from 'zod'

const id = z.number().int()
const bytes = z.instanceof(Uint8Array)
/** Memory that is handed over. */
const memory = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array)
const length = z.number().int()
const size = { cols: z.number().int(), rows: z.number().int() }

export const RequestSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('open'), id, ...size, scrollback: z.number().int() }),
  /** The first `length` bytes; answered by 'took'. */
  z.object({ is: z.literal('write'), id, memory, length }),
  z.object({ is: z.literal('resize'), id, ...size }),
  z.object({ is: z.literal('audience'), id, present: z.boolean() }),
  /** Answered by 'screen'. */
  z.object({ is: z.literal('serialise'), id }),
  z.object({ is: z.literal('close'), id }),
])
export type Request = z.infer<typeof RequestSchema>

export const ReportSchema = z.discriminatedUnion('is', [
  /** The first: the mirrors can be spoken to. */
  z.object({ is: z.literal('ready') }),
  /** Written bytes were taken in; their memory comes back. */
  z.object({ is: z.literal('took'), id, memory, length }),
  z.object({ is: z.literal('screen'), id, bytes }),
  /** What the terminal answers a program that asked while no window was there. */
  z.object({ is: z.literal('answer'), id, text: z.string() }),
  z.object({ is: z.literal('failure'), id, text: z.string() }),
])
export type Report = z.infer<typeof ReportSchema>

/** What a worker's own port and one of a MessageChannel have in common. */
export type MirrorPort = {
  postMessage(message: Request | Report, transferred?: readonly ArrayBuffer[]): void
  on(event: 'message', listener: (message: unknown) => void): unknown
}
