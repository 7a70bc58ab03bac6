// The newest points of one card at one pace, in arrays of fixed size: memory is spent once and never grows.

export type Point = { at: number; utilisationPercent: number | null; memoryUsedMiB: number | null }

/** Equal lengths, oldest first; NaN stands for "no figure" and never leaves this folder. */
export type Columns = { at: Float64Array; utilisationPercent: Float32Array; memoryUsedMiB: Float32Array }

export type Ring = {
  /** A point of the newest one's time replaces it. A clock that was set back takes the points of its future along. */
  put(point: Point): void
  newestAt(): number | null
  /** Copies, of the points at `since` and later. */
  read(since?: number): Columns
}

export function createRing(slots: number): Ring {
  const at = new Float64Array(slots)
  // MiB up to 16 TiB are exact in 32 bits.
  const utilisationPercent = new Float32Array(slots)
  const memoryUsedMiB = new Float32Array(slots)
  let next = 0
  let length = 0

  const place = (nth: number) => (next - length + nth + slots) % slots
  const newest = () => (length === 0 ? null : (at[place(length - 1)] ?? null))
  const drop = () => {
    next = (next - 1 + slots) % slots
    length -= 1
  }
  const copy = <T extends Float32Array | Float64Array>(from: T, into: T, first: number): T => {
    for (let nth = first; nth < length; nth += 1) into[nth - first] = from[place(nth)] ?? NaN
    return into
  }

  return {
    put(point) {
      for (let last = newest(); last !== null && last >= point.at; last = newest()) drop()
      at[next] = point.at
      utilisationPercent[next] = point.utilisationPercent ?? NaN
      memoryUsedMiB[next] = point.memoryUsedMiB ?? NaN
      next = (next + 1) % slots
      length = Math.min(slots, length + 1)
    },
    newestAt: newest,
    read(since = -Infinity) {
      let first = 0
      while (first < length && (at[place(first)] ?? 0) < since) first += 1
      const size = length - first
      return {
        at: copy(at, new Float64Array(size), first),
        utilisationPercent: copy(utilisationPercent, new Float32Array(size), first),
        memoryUsedMiB: copy(memoryUsedMiB, new Float32Array(size), first),
      }
    },
  }
}
