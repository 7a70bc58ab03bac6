// Docker's, registries' and NVIDIA's errors become refusals here and nowhere else; which text means what is data.
import { z } from 'zod'
import table from '../../assets/engine-failures.json'
import {
  RefusalActionSchema,
  RefusalCodeSchema,
  RefusalError,
  type Refusal,
  type RefusalCode,
} from '../../shared/model/refusal'

const RowSchema = z.object({
  id: z.string(),
  code: RefusalCodeSchema,
  pattern: z.string().transform((source) => new RegExp(source, 's')),
  constants: z.record(z.string(), z.union([z.string(), z.number()])),
  actions: z.array(RefusalActionSchema),
  example: z.string(),
  source: z.string(),
})
export const failureRows = z.array(RowSchema).parse(table.rows)

export type Params = Refusal['params']
export type Failure = { text: string; status?: number; subject?: Params }

/** The refusal that a text means: by the table, else by the HTTP status, else `Unforeseen`. `subject`, in the caller's own words, goes before the text's. */
export function refusalFor({ text, status, subject = {} }: Failure, cause?: unknown): RefusalError {
  const told = text.replace(/^Error response from daemon: /, '').trim()
  const details = { evidence: firstLine(told), raw: text }
  for (const row of failureRows) {
    const match = row.pattern.exec(told)
    if (!match) continue
    const params = { ...read(match.groups ?? {}), ...subject, ...row.constants }
    return new RefusalError(row.code, { ...details, params, actions: row.actions }, { cause })
  }
  const code = codeFor(status)
  return new RefusalError(
    code,
    { ...details, params: { ...subject, ...(status ? { status } : {}) } },
    { cause },
  )
}

/** An error that came instead of a reply. A refusal stays what it is. */
export function refusalForError(error: unknown, subject: Params = {}): RefusalError {
  if (error instanceof RefusalError) return error
  return refusalFor({ text: error instanceof Error ? messageOf(error) : String(error), subject }, error)
}

function messageOf(error: Error): string {
  // Several addresses tried for one name: Node wraps them and leaves its own message empty.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0].message
  return error.message
}

function codeFor(status: number | undefined): RefusalCode {
  if (status === 400) return 'InvalidInput'
  if (status === 401 || status === 403) return 'EnginePermission'
  if (status === 404) return 'NotFound'
  if (status === 409) return 'Conflict'
  return 'Unforeseen'
}

function read(groups: Record<string, string | undefined>): Params {
  const entries = Object.entries(groups).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, name === 'port' ? Number(value) : value] as const],
  )
  return Object.fromEntries(entries)
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? ''
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}
