// How a person likes to read logs: the same for every container, and kept.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { allTimes, type Times } from './times'

export type ViewOptions = { wrap: boolean; times: Times; around: number }

export const useViewOptions = create<ViewOptions>()(
  persist((): ViewOptions => ({ wrap: false, times: 'off', around: 0 }), {
    name: 'berth.logs',
    version: 1,
    // What another version kept is taken only where it still means something.
    merge: (kept, now) => ({ ...now, ...readable(kept) }),
  }),
)

export const arounds: readonly number[] = [0, 2, 5, 20]

function readable(kept: unknown): Partial<ViewOptions> {
  if (typeof kept !== 'object' || kept === null) return {}
  const { wrap, times, around }: { wrap?: unknown; times?: unknown; around?: unknown } = kept
  const known = allTimes.find((each) => each === times)
  const lines = arounds.find((each) => each === around)
  return {
    ...(typeof wrap === 'boolean' ? { wrap } : {}),
    ...(known === undefined ? {} : { times: known }),
    ...(lines === undefined ? {} : { around: lines }),
  }
}
