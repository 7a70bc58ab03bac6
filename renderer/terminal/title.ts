// A title comes from whatever runs in the terminal: it is shown as text, and kept from looking like something else.

const longest = 160

/** Without control characters, and without the marks that turn the direction of text around or draw nothing. */
export function cleanTitle(title: string): string {
  const shown = title
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  const characters = Array.from(shown)
  return characters.length <= longest ? shown : `${characters.slice(0, longest - 1).join('')}…`
}
