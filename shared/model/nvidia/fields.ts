// Which `--query-gpu` fields to ask for. Fields come and go between drivers, and one unknown name fails the whole query.

/** Answered by every driver we know of; asked for when the list of fields cannot be read. */
const coreFields = [
  'timestamp',
  'index',
  'uuid',
  'pci.bus_id',
  'driver_version',
  'memory.total',
  'memory.used',
  'utilization.gpu',
  'temperature.gpu',
  'power.draw',
  'power.limit',
  'fan.speed',
  'pstate',
  'clocks.current.sm',
  'name',
] as const

/** Asked for where the driver lists them. */
const newerFields = [
  'count',
  'enforced.power.limit',
  'compute_cap',
  'mig.mode.current',
  'kmd_version',
  // Drivers before R535 know it as the second alone, newer ones as both.
  'clocks_event_reasons.active',
  'clocks_throttle_reasons.active',
] as const

/** Names in `--help-query-gpu`: each is on a line that starts with a double quote, aliases joined by ` or `. */
export function parseFieldHelp(text: string): Set<string> {
  const names = new Set<string>()
  for (const line of text.split(/\r?\n/)) {
    if (!line.trimStart().startsWith('"')) continue
    for (const [, name] of line.matchAll(/"([a-z0-9_.]+)"/gi)) if (name) names.add(name)
  }
  return names
}

/** Fields to ask for, timestamp first and the free text last; `null` means the driver's list could not be read. */
export function fieldsToAsk(listed: Set<string> | null, refused: ReadonlySet<string> = new Set()): string[] {
  const wanted =
    listed && listed.size > 0
      ? [...coreFields.slice(0, -1), ...newerFields, 'name'].filter((field) => listed.has(field))
      : [...coreFields]
  const both = wanted.includes('clocks_event_reasons.active')
  return wanted.filter(
    (field) => !refused.has(field) && !(both && field === 'clocks_throttle_reasons.active'),
  )
}

/** The field in `Field "x" is not a valid field to query.`, or null. */
export function refusedField(text: string): string | null {
  return /Field "([^"\s]{1,80})" is not a valid field to query/.exec(text)?.[1] ?? null
}
