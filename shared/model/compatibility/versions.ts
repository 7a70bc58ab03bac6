// Versions as NVIDIA writes them: 570.124.06, 12.8.1, 9.0. Compared component by component as integers, never as decimals.

const VERSION = /^\d+(?:\.\d+)*$/

export function isVersion(text: string): boolean {
  return VERSION.test(text)
}

/**
 * Below zero when `a` is older: 570.26 < 570.124.06. What is missing counts as zero, so 580 = 580.0. Anything that is no
 * number counts as zero too; ask `isVersion` first where that matters.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [components(a), components(b)]
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = compareDigits(left[at] ?? '0', right[at] ?? '0')
    if (difference !== 0) return difference
  }
  return 0
}

export function isAtLeast(version: string, least: string): boolean {
  return compareVersions(version, least) >= 0
}

/** The first components: ('12.8.1', 2) → '12.8'; ('12', 2) → '12'. */
export function firstComponents(version: string, count: number): string {
  return version.split('.').slice(0, count).join('.')
}

/** ('12.8.1') → 12 */
export function majorOf(version: string): number {
  return Number(firstComponents(version, 1))
}

export function hasMinor(version: string): boolean {
  return version.includes('.')
}

/** 12.8 or 12.8.1 of 'v12.8.1+cu128', '12.8.1.012', '12.1.105-1': the leading version, at most `count` components; null without one. */
export function leadingVersion(text: string, count = 3): string | null {
  const match = /^v?(\d+(?:\.\d+)*)/.exec(text.trim())
  return match?.[1] ? firstComponents(match[1], count) : null
}

function components(version: string): string[] {
  return version.split(/\.+/).map((part) => (/^\d+$/.test(part) ? part : '0'))
}

/** As digits, not as numbers: exact at any length. */
function compareDigits(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, '')]
  if (left.length !== right.length) return left.length - right.length
  if (left === right) return 0
  return left < right ? -1 : 1
}
