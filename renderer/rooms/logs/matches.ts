// Finding words in a log, and showing where they stand.
import type { LogLine } from './lines'

/** null when nothing is sought. Letters match whatever their case. */
export function matcherOf(words: string): RegExp | null {
  return words === '' ? null : new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu')
}

/** Ids of the lines with at least one match, oldest first. */
export function matchingLines(lines: readonly LogLine[], matcher: RegExp | null): number[] {
  if (matcher === null) return []
  const once = new RegExp(matcher.source, 'iu')
  return lines.filter(({ text }) => once.test(text)).map(({ id }) => id)
}

export function highlight(text: string, matcher: RegExp): { text: string; match: boolean }[] {
  const parts: { text: string; match: boolean }[] = []
  let at = 0
  for (const found of text.matchAll(matcher)) {
    if (found.index > at) parts.push({ text: text.slice(at, found.index), match: false })
    parts.push({ text: found[0], match: true })
    at = found.index + found[0].length
  }
  if (at < text.length) parts.push({ text: text.slice(at), match: false })
  return parts
}
