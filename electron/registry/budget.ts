// How much one look may read, over all its requests: a registry that sends more is not listened to any longer.

export type Budget = {
  /** Refuses to count further once it is used up: true while there was room. */
  take(bytes: number): boolean
  left(): number
  /** Bytes of bodies read so far. */
  read(): number
}

export function createBudget(most: number): Budget {
  let read = 0
  return {
    take(bytes) {
      read += bytes
      return read <= most
    },
    left: () => Math.max(0, most - read),
    read: () => read,
  }
}

/** Of one look. Manifests and configs are some KB each; one with a hundred layers and a long history stays under 100 KB. */
export const mostBytes = 1_000_000
