// The last 15 minutes of each card, in rings of fixed size: what the plots start from.
import type { GpuHistory } from '../../shared/contract/gpus'

const spanMilliseconds = 15 * 60_000
const slots = 900

type Ring = {
  /** How many points were ever put; the newest is at (put - 1) % slots. */
  put: number
  at: Float64Array
  /** NaN stands for "no figure" in here and never leaves. MiB up to 16 TiB are exact in 32 bits. */
  utilisationPercent: Float32Array
  memoryUsedMiB: Float32Array
}

export type Point = { uuid: string; utilisationPercent: number | null; memoryUsedMiB: number | null }

export type History = {
  /** A point at the same time as the newest one replaces it. */
  put(at: number, points: Point[]): void
  read(now: number): GpuHistory
}

export function createHistory(): History {
  const rings = new Map<string, Ring>()
  return {
    put(at, points) {
      for (const point of points) {
        const ring = rings.get(point.uuid) ?? emptyRing()
        rings.set(point.uuid, ring)
        if (ring.put === 0 || ring.at[(ring.put - 1) % slots] !== at) ring.put += 1
        const slot = (ring.put - 1) % slots
        ring.at[slot] = at
        ring.utilisationPercent[slot] = point.utilisationPercent ?? NaN
        ring.memoryUsedMiB[slot] = point.memoryUsedMiB ?? NaN
      }
      for (const [uuid, ring] of rings) {
        if ((ring.at[(ring.put - 1) % slots] ?? 0) < at - spanMilliseconds) rings.delete(uuid)
      }
    },
    read(now) {
      return Object.fromEntries(
        [...rings].map(([uuid, ring]) => [uuid, readRing(ring, now - spanMilliseconds)]),
      )
    },
  }
}

function emptyRing(): Ring {
  return {
    put: 0,
    at: new Float64Array(slots),
    utilisationPercent: new Float32Array(slots),
    memoryUsedMiB: new Float32Array(slots),
  }
}

function readRing(ring: Ring, since: number): GpuHistory[string] {
  const columns: GpuHistory[string] = { at: [], utilisationPercent: [], memoryUsedMiB: [] }
  const figure = (value: number | undefined): number | null =>
    value === undefined || isNaN(value) ? null : value
  for (let i = Math.max(0, ring.put - slots); i < ring.put; i += 1) {
    const at = ring.at[i % slots] ?? 0
    if (at < since) continue
    columns.at.push(at)
    columns.utilisationPercent.push(figure(ring.utilisationPercent[i % slots]))
    columns.memoryUsedMiB.push(figure(ring.memoryUsedMiB[i % slots]))
  }
  return columns
}
