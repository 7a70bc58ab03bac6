// Docker's 8-byte frames, read incrementally: which bytes are stdout, which stderr, however the chunks were cut.

export type FrameSource = 'stdout' | 'stderr'
/** A part of a frame's payload: parts of one frame arrive as soon as their bytes do. */
export type Frame = { source: FrameSource; bytes: Uint8Array }

const headerBytes = 8

/**
 * Feed it chunks in order; each answer holds the payload found, in order, as views into the chunk (nothing is copied).
 * Header: byte 0 is the stream (0 stdin echo, 1 stdout, 2 stderr, 3 an error of the engine's), bytes 4 to 7 the length,
 * big-endian. Source: moby `pkg/stdcopy`. Throws on a header that cannot be one: the stream is then not framed.
 */
export function createFrameReader(): (chunk: Uint8Array) => Frame[] {
  const header = new Uint8Array(headerBytes)
  let headerFilled = 0
  let left = 0
  let source: FrameSource = 'stdout'

  const readHeader = () => {
    const stream = header[0] ?? 0
    if (stream > 3 || header[1] !== 0 || header[2] !== 0 || header[3] !== 0)
      throw new Error(`Not a stdout/stderr frame: ${Array.from(header).join(' ')}`)
    source = stream >= 2 ? 'stderr' : 'stdout'
    left = new DataView(header.buffer).getUint32(4)
    headerFilled = 0
  }

  return (chunk) => {
    const found: Frame[] = []
    let at = 0
    while (at < chunk.length) {
      if (left > 0) {
        const bytes = chunk.subarray(at, at + left)
        found.push({ source, bytes })
        at += bytes.length
        left -= bytes.length
        continue
      }
      const part = chunk.subarray(at, at + headerBytes - headerFilled)
      header.set(part, headerFilled)
      headerFilled += part.length
      at += part.length
      if (headerFilled === headerBytes) readHeader()
    }
    return found
  }
}
