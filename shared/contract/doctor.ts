// The contract of the doctor: small independent checks of the machine, what each saw, what it means, and what mends it.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { findingIds, FixIdSchema } from '../model/doctor/findings'
import { procedure } from './base'

export const checkIds = [
  'engine',
  'engine-version',
  'engine-setup',
  'disk',
  'driver',
  'driver-versions',
  'cards',
  'toolkit',
  'toolkit-configured',
  'engine-restarted',
  'cdi',
  'gpu-container',
  'cgroup-hazard',
  'persistence',
  'registry',
  'clock',
  'inotify',
  'shm',
  'wsl',
] as const
export const CheckIdSchema = z.enum(checkIds)
export type CheckId = z.infer<typeof CheckIdSchema>

export const FixSchema = z.object({
  /** Worded in shared/words/doctor, e.g. 'install-toolkit'. */
  id: FixIdSchema,
  /** For this machine's distribution, as a person would type them; [] where there is only advice. */
  commands: z.array(z.string()),
  /** Can Berth do it itself: as root, by asking through pkexec, or not at all. */
  applies: z.enum(['root', 'pkexec', 'no']),
  source: z.string(),
})
export type Fix = z.infer<typeof FixSchema>

export const CheckSchema = z.object({
  id: CheckIdSchema,
  state: z.enum(['running', 'fine', 'advice', 'problem', 'unknown', 'not-applicable']),
  /** What it found, by name, worded in shared/words/doctor with `params`, e.g. 'toolkit-missing'; '' while it runs. */
  finding: z.enum([...findingIds, '']),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What was seen, verbatim: commands with their output, files with their text. */
  evidence: z.string(),
  fixes: z.array(FixSchema),
  /** How long it took; null while it runs. */
  milliseconds: z.number().nullable(),
})
export type Check = z.infer<typeof CheckSchema>

export const DoctorStateSchema = z.object({
  checks: z.array(CheckSchema),
  /** A fix under way or just ended: its output so far, and its exit code (null while it runs). */
  fixing: z
    .object({ check: CheckIdSchema, fix: FixIdSchema, output: z.string(), exitCode: z.number().nullable() })
    .nullable(),
  /** Milliseconds since the epoch, of the last whole round; null before the first one ended. */
  at: z.number().nullable(),
})
export type DoctorState = z.infer<typeof DoctorStateSchema>

export const doctorContract = {
  /** The state first, then each change. The first watcher starts a round; nothing runs again by itself. */
  watch: procedure.output(eventIterator(DoctorStateSchema)),
  /** One check again, or all. */
  run: procedure.input(z.object({ check: CheckIdSchema.nullable() })).output(z.void()),
  /**
   * `commands` are those that the person saw and agreed to; the check runs again afterwards. Refuses with Conflict while another
   * fix runs, and when the fix has other commands by now.
   */
  apply: procedure
    .input(z.object({ check: CheckIdSchema, fix: FixIdSchema, commands: z.array(z.string()).max(100) }))
    .output(z.void()),
}
