// The contract of the idle reaper: shuts idle kernels that hold GPU memory down, where a person asked for it, with notice.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { BerthIdSchema } from '../model/names'
import { procedure } from './base'

/** Off unless a person turned it on for this environment. */
export const ReaperRuleSchema = z.object({
  on: z.boolean(),
  /** Idle by Jupyter's word, and no utilisation on the cards it holds, for this long. */
  idleMinutes: z.number().int().min(1).max(10_080),
  /** Kernels that hold less are left alone. */
  memoryMiB: z.number().int().min(1).max(1_000_000),
  /** Between the notice and the shutdown. */
  graceMinutes: z.number().int().min(1).max(1440),
})
export type ReaperRule = z.infer<typeof ReaperRuleSchema>
export const usualReaperRule: ReaperRule = { on: false, idleMinutes: 60, memoryMiB: 1024, graceMinutes: 5 }

export const ReaperStateSchema = z.object({
  /** By environment id; one without a rule has the usual one, which is off. */
  rules: z.record(z.string(), ReaperRuleSchema),
  /** Announced and not yet done; the soonest first. */
  pending: z.array(
    z.object({
      environmentId: z.string(),
      environment: z.string(),
      containerId: z.string(),
      kernelId: z.string(),
      notebook: z.string().nullable(),
      memoryMiB: z.number(),
      /** Milliseconds since the epoch. */
      shutdownAt: z.number(),
    }),
  ),
  /** What it did, the newest first, at most 200; kept across restarts. */
  log: z.array(
    z.object({
      at: z.number(),
      environment: z.string(),
      notebook: z.string().nullable(),
      memoryMiB: z.number(),
      outcome: z.enum(['announced', 'shut-down', 'kept', 'became-busy', 'failed']),
      /** The refusal's code and evidence when it failed; '' otherwise. */
      detail: z.string(),
    }),
  ),
})
export type ReaperState = z.infer<typeof ReaperStateSchema>

export const reaperContract = {
  watch: procedure.output(eventIterator(ReaperStateSchema)),
  setRule: procedure
    .input(z.object({ environmentId: BerthIdSchema, rule: ReaperRuleSchema }))
    .output(z.void()),
  /** Takes an announced kernel off the list; it counts as active from now on. */
  keep: procedure.input(z.object({ kernelId: z.string().max(64) })).output(z.void()),
}
