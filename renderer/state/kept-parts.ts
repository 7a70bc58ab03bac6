// A value that comes again mostly as it was: what did not change stays the very same object, so that nothing that shows
// it is drawn anew.

/** `next`, with every part that equals its part of `last` replaced by that one; `last` itself where nothing changed. JSON only. */
export function keptParts<T>(last: unknown, next: T): T {
  if (Object.is(last, next) || !isContainer(last) || !isContainer(next)) return next
  if (Array.isArray(last) !== Array.isArray(next)) return next
  const [before, now] = [last as Record<string, unknown>, next as Record<string, unknown>]
  const keys = Object.keys(now)
  let same = keys.length === Object.keys(before).length
  const merged = (Array.isArray(now) ? new Array(now.length) : {}) as Record<string, unknown>
  for (const key of keys) {
    merged[key] = Object.hasOwn(before, key) ? keptParts(before[key], now[key]) : now[key]
    same &&= Object.hasOwn(before, key) && Object.is(merged[key], before[key])
  }
  return (same ? last : merged) as T
}

function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
