// What the rules of the alerts are told: gathered by the room, and nothing in here asks for anything itself.
import type { Container } from '../../shared/contract/containers'
import type { GpuHistory, GpuState } from '../../shared/contract/gpus'
import type { GpuUse } from '../../shared/contract/processes'
import type { ReaperState } from '../../shared/contract/reaper'

/** `at`: the first of those that came shortly after one another; `lastAt` and `line`: the last. */
export type OutOfMemory = { containerId: string; at: number; lastAt: number; line: string }
/** `evidence`: what the container itself answered when it was asked for its cards. */
export type LostCards = { containerId: string; evidence: string }

/** From the last look before this machine slept, or its clock was set forward, to the first one after. */
export type Sleep = { from: number; to: number }

export type AlertFacts = {
  now: number
  sleeps: readonly Sleep[]
  gpus: GpuState
  /** The last minutes, by card. */
  history: GpuHistory
  use: GpuUse
  containers: readonly Container[]
  pending: ReaperState['pending']
  outOfMemory: readonly OutOfMemory[]
  lostCards: readonly LostCards[]
}
