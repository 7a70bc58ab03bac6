// Which API version to speak. 1.44 is understood by every engine from 25 to 29 with one shape of answers, so it is
// preferred; older engines get their own newest; sources: moby API changelog, facts on engine versions.

const oldest = 41
const preferred = 44
/** The newest that has been read about; facts that came later than 1.44 (CDI devices, 1.50) are asked for with it. */
const newest = 55

export type Versions = { spoken: string; newestCommon: string }

/** `minimum` is what the engine still accepts, '' where it does not say. Null when the two have no version in common. */
export function negotiate(theirs: string, minimum: string): Versions | null {
  const top = Math.min(minorOf(theirs) ?? 0, newest)
  const bottom = Math.max(minorOf(minimum) ?? 0, oldest)
  if (top < bottom) return null
  return { spoken: `1.${Math.min(Math.max(preferred, bottom), top)}`, newestCommon: `1.${top}` }
}

export function atLeast(version: string, minor: number): boolean {
  return (minorOf(version) ?? 0) >= minor
}

function minorOf(version: string): number | null {
  const match = /^1\.(\d+)$/.exec(version)
  return match ? Number(match[1]) : null
}
