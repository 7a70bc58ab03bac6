// What an error's raw text means and what mends it: beside every raw text that the app shows. What the program does about
// a text is another table's business (assets/engine-failures.json, read by electron/engine).
import { rows, type Both, type Row } from './table'

export type ExplanationStep = {
  /** As it is typed; null where there is only advice. */
  command: string | null
  /** '' where the command says all. */
  words: Both
}

export type Explanation = {
  id: string
  severity: 'error' | 'warning'
  /** false: nobody has seen this proved, so it is advice ("may be"). */
  verified: boolean
  cause: Both
  steps: ExplanationStep[]
  /** The doctor's check that looks into the same thing, by id. */
  check: string | null
  source: string
}

/** Longer texts are container logs: what ended a program stands at their end. */
const longest = 64_000

/** The first row of the table that knows this text; null when none does. */
export function explain(text: string): Explanation | null {
  const read = text.length > longest ? text.slice(-longest) : text
  if (read.trim() === '') return null
  for (const row of rows()) {
    const match = row.regex.exec(read.trim())
    if (match) return explanation(row, match.groups ?? {})
  }
  return null
}

function explanation(row: Row, seen: Record<string, string | undefined>): Explanation {
  const { id, severity, verified, cause, source } = row
  const steps = row.steps.map(({ command, en = '', zhCN = '' }) => ({
    command: command === undefined ? null : fill(command, seen),
    words: { en, zhCN },
  }))
  return { id, severity, verified, cause, steps, check: row.check ?? null, source }
}

/** A command to be copied: what the text names goes in only where no shell could read it as anything else. */
function fill(command: string, seen: Record<string, string | undefined>): string {
  return command.replace(/\{(\w+)\|([^}]*)\}/g, (_gap, name: string, otherwise: string) => {
    const value = seen[name]
    return value !== undefined && /^[\w.-]+$/.test(value) && !value.startsWith('-') ? value : otherwise
  })
}
