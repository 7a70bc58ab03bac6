// Docker's 8-byte frames (shared/bytes), read to the end of a stream and decoded.
import { createFrameReader, type Frame, type FrameSource } from '../../shared/bytes'

/** What each side said. */
export async function collectFrames(
  stream: AsyncIterable<unknown>,
): Promise<{ stdout: string; stderr: string }> {
  const parts: Record<FrameSource, Uint8Array[]> = { stdout: [], stderr: [] }
  for await (const { source, bytes } of readFrames(stream)) parts[source].push(bytes)
  return { stdout: decoded(parts.stdout), stderr: decoded(parts.stderr) }
}

/** Both sides as one text, in the order in which they were written. */
export async function collectInOrder(stream: AsyncIterable<unknown>): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const { bytes } of readFrames(stream)) parts.push(bytes)
  return decoded(parts)
}

async function* readFrames(stream: AsyncIterable<unknown>): AsyncGenerator<Frame> {
  const read = createFrameReader()
  for await (const chunk of stream) if (chunk instanceof Uint8Array) yield* read(chunk)
}

/** Decoded only when whole: a character may straddle frames. */
function decoded(parts: Uint8Array[]): string {
  return Buffer.concat(parts).toString('utf8')
}
