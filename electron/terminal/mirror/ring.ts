// The newest bytes of a terminal, kept on our side of the port: what a new mirror is told first when the thread of the old one died.

/** Some screens of usual lines. */
const keptBytes = 64 * 1024

export type Ring = {
  add(bytes: Uint8Array): void
  /** Where earlier ones are gone it begins with a whole line: what is cut could be the rest of a sequence. */
  bytes(): Uint8Array
  clear(): void
}

export function createRing(most: number = keptBytes): Ring {
  let memory = new Uint8Array(0)
  let length = 0
  let isCut = false

  return {
    add(bytes) {
      const added = bytes.length > most ? bytes.subarray(bytes.length - most) : bytes
      if (length + added.length > memory.length) {
        const stays = Math.min(length, most - added.length)
        isCut ||= stays < length
        const wanted = Math.min(2 * most, 2 * (stays + added.length))
        const next = wanted > memory.length ? new Uint8Array(wanted) : memory
        next.set(memory.subarray(length - stays, length))
        memory = next
        length = stays
      }
      isCut ||= added !== bytes
      memory.set(added, length)
      length += added.length
    },
    bytes() {
      const from = Math.max(0, length - most)
      const kept = memory.subarray(from, length)
      return isCut || from > 0 ? kept.subarray(kept.indexOf(lineFeed) + 1) : kept
    },
    clear() {
      memory = new Uint8Array(0)
      length = 0
      isCut = false
    },
  }
}

const lineFeed = 10
