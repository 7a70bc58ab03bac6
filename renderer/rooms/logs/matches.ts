// Finding words or a pattern in a log, and showing where they stand.

export type Search = { words: string; regex: boolean; matchCase: boolean }
export const noSearch: Search = { words: '', regex: false, matchCase: false }

export type Matcher = { is: 'none' } | { is: 'broken'; why: string } | { is: 'ready'; pattern: RegExp }

export function matcherOf({ words, regex, matchCase }: Search): Matcher {
  if (words === '') return { is: 'none' }
  const source = regex ? words : words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  try {
    return { is: 'ready', pattern: new RegExp(source, matchCase ? 'gu' : 'giu') }
  } catch (error) {
    return { is: 'broken', why: error instanceof Error ? error.message : String(error) }
  }
}

/** One that may match in many ways, each of which is tried before it fails: by repeating, or by a choice within a group. */
export function mayStandStill({ source }: RegExp): boolean {
  return /(?:^|[^\\])(?:\\\\)*[*+?{]/.test(source) || (source.includes('(') && source.includes('|'))
}

/** In one line. */
export const mostMarks = 500

/** Beyond this a line is not searched: a pattern that goes back and forth would stand still in it. */
const searchedCharacters = 20_000

export type Range = { from: number; to: number }

/** Where the pattern matches something (a match of nothing is none), at most `most` of them. */
export function rangesIn(text: string, pattern: RegExp, most = Infinity): Range[] {
  const ranges: Range[] = []
  const searched = text.length > searchedCharacters ? text.slice(0, searchedCharacters) : text
  for (const found of searched.matchAll(pattern)) {
    if (found[0] === '') continue
    ranges.push({ from: found.index, to: found.index + found[0].length })
    if (ranges.length >= most) break
  }
  return ranges
}
