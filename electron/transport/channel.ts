// What a page may ask a carrier for: the calls, or one byte stream by name.
import { z } from 'zod'

/** `rpc`, or `stream/<room>/<id>`. */
export const ChannelSchema = z.string().regex(/^(?:rpc|stream\/[a-z]{1,20}\/[A-Za-z0-9_.-]{1,255})$/)

export type Channel = { is: 'rpc' } | { is: 'stream'; name: string }

/** null when it names nothing that could be. */
export function parseChannel(text: unknown): Channel | null {
  const parsed = ChannelSchema.safeParse(text)
  if (!parsed.success) return null
  return parsed.data === 'rpc' ? { is: 'rpc' } : { is: 'stream', name: parsed.data.slice('stream/'.length) }
}
