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

/** Of one look: manifests are a few KB, configs with a long history about 30 KB (measured on NGC images, which have 100 layers). */
export const mostBytes = 1_000_000
