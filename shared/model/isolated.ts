// A stranger's name inside one of our sentences.

/**
 * The name as it is, and where it could turn the direction of writing, held so that it turns nothing but itself: in a first
 * strong isolate (UAX #9), whose end the name cannot bring about. Names without such characters come back unchanged.
 */
export function isolated(name: string): string {
  if (!turning.test(name)) return name
  let kept = ''
  let open = 0
  for (const character of name) {
    if (character === popIsolate && open === 0) continue
    if (isolates.includes(character)) open += 1
    if (character === popIsolate) open -= 1
    kept += character
  }
  return `${firstStrong}${kept}${popIsolate.repeat(open + 1)}`
}

const firstStrong = '\u2068'
const popIsolate = '\u2069'
/** Left-to-right, right-to-left and first strong isolate. */
const isolates = '\u2066\u2067\u2068'
/** Marks, embeddings, overrides and isolates, and the blocks whose characters are written from right to left (DerivedBidiClass.txt). */
const turning =
  /[\p{Bidi_Control}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
