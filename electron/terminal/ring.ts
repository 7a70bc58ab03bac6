// The last bytes of a terminal, for replaying its screen to a window that comes later.

/** About 10,000 lines of 200 characters. */
const ringBytes = 2 * 1024 * 1024
const firstBytes = 64 * 1024
const newline = 10

export type Ring = {
  push(chunk: Uint8Array): void
  /** A copy of what is kept, oldest first. Once bytes were dropped it begins after a line's end, not inside a character or an escape sequence. */
  snapshot(): Uint8Array
}

/** Grows as needed up to `limit` bytes, so twenty idle terminals cost next to nothing. */
export function createRing(limit: number = ringBytes): Ring {
  let buffer = new Uint8Array(Math.min(firstBytes, limit))
  let start = 0
  let length = 0
  let dropped = false

  const ordered = () => {
    const bytes = new Uint8Array(length)
    const untilEnd = buffer.subarray(start, Math.min(start + length, buffer.length))
    bytes.set(untilEnd)
    bytes.set(buffer.subarray(0, length - untilEnd.length), untilEnd.length)
    return bytes
  }

  const grow = (wanted: number) => {
    if (wanted <= buffer.length || buffer.length === limit) return
    let size = buffer.length
    while (size < wanted && size < limit) size = Math.min(size * 2, limit)
    const kept = ordered()
    buffer = new Uint8Array(size)
    buffer.set(kept)
    start = 0
  }

  return {
    push(chunk) {
      const bytes = chunk.length > limit ? chunk.subarray(chunk.length - limit) : chunk
      if (bytes.length < chunk.length) dropped = true
      grow(length + bytes.length)
      const excess = length + bytes.length - buffer.length
      if (excess > 0) {
        start = (start + excess) % buffer.length
        length -= excess
        dropped = true
      }
      const at = (start + length) % buffer.length
      const first = bytes.subarray(0, buffer.length - at)
      buffer.set(first, at)
      buffer.set(bytes.subarray(first.length), 0)
      length += bytes.length
    },
    snapshot() {
      const bytes = ordered()
      return dropped ? bytes.subarray(bytes.indexOf(newline) + 1) : bytes
    },
  }
}
