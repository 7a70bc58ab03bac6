// Bytes that wait to be parsed, in one piece of memory that is used again and again: a flood leaves nothing to collect.

const firstBytes = 32 * 1024

export type Log = {
  length(): number
  add(bytes: Uint8Array): void
  /** A view of all: true until the next change. */
  bytes(): Uint8Array
  /** Keeps these instead: views of the log in its order, after others that are no longer than what they replace. */
  replace(pieces: readonly Uint8Array[]): void
  /** Gives the memory back, where nothing waits. */
  rest(): void
}

export function createLog(): Log {
  let memory = new Uint8Array()
  let length = 0
  return {
    length: () => length,
    add(bytes) {
      if (length + bytes.length > memory.length) {
        const larger = new Uint8Array(Math.max(firstBytes, memory.length * 2, length + bytes.length))
        larger.set(memory.subarray(0, length))
        memory = larger
      }
      memory.set(bytes, length)
      length += bytes.length
    },
    bytes: () => memory.subarray(0, length),
    replace(pieces) {
      length = 0
      for (const piece of pieces) {
        memory.set(piece, length)
        length += piece.length
      }
    },
    rest() {
      if (length === 0) memory = new Uint8Array()
    },
  }
}
