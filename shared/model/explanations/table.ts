// The table of known error texts, parsed when the first error asks for it.
import { z } from 'zod'
import table from '../../../assets/explanations.json'

const BothSchema = z.object({ en: z.string().min(1), zhCN: z.string().min(1) })
export type Both = z.infer<typeof BothSchema>

const StepSchema = z.union([
  BothSchema.partial().extend({ command: z.string().min(1) }),
  BothSchema.extend({ command: z.undefined().optional() }),
])

const RowSchema = z.object({
  id: z.string(),
  pattern: z.string(),
  flags: z.enum(['', 'i']),
  example: z.string(),
  severity: z.enum(['error', 'warning']),
  /** false: advice, worded as such. */
  verified: z.boolean(),
  cause: BothSchema,
  steps: z.array(StepSchema).min(1),
  /** The doctor's check that looks into the same thing. */
  check: z.string().optional(),
  source: z.string().min(1),
})

export type Row = z.infer<typeof RowSchema> & { regex: RegExp }

let parsed: Row[] | null = null

/** In the order in which they are tried: the exact before the general. */
export function rows(): Row[] {
  parsed ??= z
    .array(RowSchema)
    .parse(table.rows)
    .map((row) => ({ ...row, regex: new RegExp(row.pattern, row.flags) }))
  return parsed
}
