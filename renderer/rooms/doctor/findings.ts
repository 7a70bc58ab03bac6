// What the checks add up to, and how they are laid out: what needs a person first, everything else by its group.
import type { Check, CheckId, DoctorState } from '../../../shared/contract/doctor'

export const groups = ['engine', 'gpu', 'system'] as const
export type Group = (typeof groups)[number]

const groupOf: Record<CheckId, Group> = {
  engine: 'engine',
  'engine-version': 'engine',
  'engine-setup': 'engine',
  registry: 'engine',
  driver: 'gpu',
  'driver-versions': 'gpu',
  cards: 'gpu',
  toolkit: 'gpu',
  'toolkit-configured': 'gpu',
  'engine-restarted': 'gpu',
  cdi: 'gpu',
  'gpu-container': 'gpu',
  'cgroup-hazard': 'gpu',
  persistence: 'gpu',
  disk: 'system',
  clock: 'system',
  inotify: 'system',
  shm: 'system',
  wsl: 'system',
}

export type Counts = Record<Check['state'], number>

export function countStates(checks: readonly Check[]): Counts {
  const counts: Counts = { running: 0, fine: 0, advice: 0, problem: 0, unknown: 0, 'not-applicable': 0 }
  for (const check of checks) counts[check.state] += 1
  return counts
}

/** What the whole of it says in a word. `looking`: the first round is under way and nothing bad was found yet. */
export type Standing = 'looking' | 'problems' | 'advice' | 'unsure' | 'healthy'

export function standingOf(state: DoctorState | null): Standing {
  if (!state) return 'looking'
  const counts = countStates(state.checks)
  if (counts.problem > 0) return 'problems'
  // Until everything was looked at once, nothing is called well.
  if (state.checks.length === 0 || counts.running > 0) return 'looking'
  if (counts.advice > 0) return 'advice'
  return counts.unknown > 0 ? 'unsure' : 'healthy'
}

/** No card of NVIDIA's in this machine: said once, not nine times. */
export function withoutGpu(checks: readonly Check[]): boolean {
  return checks.some(({ finding }) => finding === 'cpu-only')
}

/** The whole group is not needed, and that there is no card is why. */
export function saysNoGpu(checks: readonly Check[]): boolean {
  return withoutGpu(checks) && checks.every(({ state }) => state === 'not-applicable')
}

/** Problems first, then advice; each in the order of the checks, because causes come before what they cause. */
export function needingAttention(checks: readonly Check[]): Check[] {
  return (['problem', 'advice'] as const).flatMap((state) => checks.filter((check) => check.state === state))
}

/** The rest by group, without groups that are empty. A check that runs again keeps its row. */
export function byGroup(checks: readonly Check[]): { group: Group; checks: Check[] }[] {
  const rest = checks.filter(({ state }) => state !== 'problem' && state !== 'advice')
  return groups
    .map((group) => ({ group, checks: rest.filter(({ id }) => groupOf[id] === group) }))
    .filter((part) => part.checks.length > 0)
}

export function isRunning(state: DoctorState | null): boolean {
  return state === null || state.checks.some((check) => check.state === 'running')
}
