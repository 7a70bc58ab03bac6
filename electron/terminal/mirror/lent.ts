// Memory for chunks on their way to the thread: lent, given back, and lent again. What is only collected some day adds up
// to 60 MB in a flood (measured): the garbage collector hardly notices memory outside of its heap.

const lentBytes = 64 * 1024
const smallBytes = 4096
const mostSpares = 32

export type Lent = {
  /** The chunk, copied to the beginning of memory that may be handed over. */
  copyOf(chunk: Uint8Array): Uint8Array<ArrayBuffer>
  back(memory: Uint8Array<ArrayBuffer>): void
}

export function createLent(): Lent {
  const spares: Uint8Array<ArrayBuffer>[] = []
  return {
    copyOf(chunk) {
      if (chunk.length < smallBytes || chunk.length > lentBytes) return new Uint8Array(chunk)
      const memory = spares.pop() ?? new Uint8Array(lentBytes)
      memory.set(chunk)
      return memory
    },
    back: (memory) => {
      if (memory.length === lentBytes && spares.length < mostSpares) spares.push(memory)
    },
  }
}
