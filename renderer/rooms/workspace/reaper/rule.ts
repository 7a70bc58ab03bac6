// A rule as it is typed: gaps while a field is empty, memory in GB as people think of a card's. Pure.
import { ReaperRuleSchema, type ReaperRule } from '../../../../shared/contract/reaper'

export type Draft = {
  on: boolean
  idleMinutes: number | null
  memoryGB: number | null
  graceMinutes: number | null
}

const mebibytesInGB = 1024

export function draftOf({ on, idleMinutes, memoryMiB, graceMinutes }: ReaperRule): Draft {
  return { on, idleMinutes, memoryGB: memoryMiB / mebibytesInGB, graceMinutes }
}

/** null while it is not a rule yet. */
export function ruleOf({ on, idleMinutes, memoryGB, graceMinutes }: Draft): ReaperRule | null {
  if (idleMinutes === null || memoryGB === null || graceMinutes === null) return null
  const rule = ReaperRuleSchema.safeParse({
    on,
    idleMinutes: Math.round(idleMinutes),
    memoryMiB: Math.round(memoryGB * mebibytesInGB),
    graceMinutes: Math.round(graceMinutes),
  })
  return rule.success ? rule.data : null
}
