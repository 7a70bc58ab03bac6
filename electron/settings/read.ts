// Reads the text of a settings file, of any age and in any condition, into settings of today. Pure.
import { SettingsSchema, type Settings } from '../../shared/model/settings'

export type ReadSettings =
  | { is: 'whole'; settings: Settings }
  /** Some values were not valid and are back at their defaults. */
  | { is: 'mended'; settings: Settings; reason: string }
  /** A later Berth wrote it: what is known in it holds, and the file is that Berth's. */
  | { is: 'newer'; settings: Settings; reason: string }
  | { is: 'unreadable'; reason: string }

/** The i-th turns a file of version i + 1 into one of version i + 2. */
export type Migration = (old: Record<string, unknown>) => Record<string, unknown>

/** None yet: version 1 is the first. */
const migrations: readonly Migration[] = []

export function readSettings(text: string): ReadSettings {
  let raw: unknown
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return { is: 'unreadable', reason: error instanceof Error ? error.message : String(error) }
  }
  const migrated = migrate(raw, migrations)
  if (migrated.is === 'current') return mend(migrated.raw)
  const { reason } = migrated
  if (migrated.is === 'impossible') return { is: 'unreadable', reason }
  const known = mend({ ...migrated.raw, version: migrations.length + 1 })
  return known.is === 'unreadable' ? known : { is: 'newer', settings: known.settings, reason }
}

/** Brings a file of an older version up to the newest one that `steps` lead to. */
export function migrate(
  raw: unknown,
  steps: readonly Migration[],
):
  | { is: 'current'; raw: Record<string, unknown> }
  | { is: 'newer'; raw: Record<string, unknown>; reason: string }
  | { is: 'impossible'; reason: string } {
  if (!isRecord(raw)) return { is: 'impossible', reason: 'not a JSON object' }
  const newest = steps.length + 1
  const version = raw['version'] ?? 1
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return { is: 'impossible', reason: `version: ${JSON.stringify(version)}` }
  }
  if (version > newest) return { is: 'newer', raw, reason: `version: ${version} > ${newest}` }
  const current = steps.slice(version - 1).reduce<Record<string, unknown>>((old, step) => step(old), raw)
  return { is: 'current', raw: { ...current, version: newest } }
}

/** One bad value costs only itself, not the others. */
function mend(raw: Record<string, unknown>): ReadSettings {
  const whole = SettingsSchema.safeParse(raw)
  if (whole.success) return { is: 'whole', settings: whole.data }
  const bad = new Set(whole.error.issues.map(({ path }) => String(path[0])))
  const good = Object.fromEntries(Object.entries(raw).filter(([key]) => !bad.has(key)))
  const reason = whole.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  const mended = SettingsSchema.safeParse(good)
  return mended.success ? { is: 'mended', settings: mended.data, reason } : { is: 'unreadable', reason }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
