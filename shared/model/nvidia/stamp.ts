// The tool's own clock, as it stamps each row: only differences between two stamps mean anything.

/** `2026/10/05 10:12:44.123`, local time without a zone; milliseconds as if it were UTC. */
export function parseStamp(cell: string | undefined): number | null {
  const parts = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?$/.exec(cell?.trim() ?? '')
  if (!parts) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, milliseconds = 0] = parts
    .slice(1)
    .map((part) => Number(part || 0))
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds)
}
