// A text of unknown origin, shown as what it is.

/**
 * One line: line ends, what turns the direction of writing and what a terminal obeys stand there as `\u{…}`; of one that is
 * too long, the beginning and the end.
 */
export function visible(text: string, most = 160): string {
  const shown = Array.from(text.replace(unseen, (character) => `\\u{${hexOf(character)}}`))
  if (shown.length <= most) return shown.join('')
  const half = Math.floor((most - 1) / 2)
  return `${shown.slice(0, half).join('')}…${shown.slice(-half).join('')}`
}

/** Several lines stay several. */
export function visibleLines(text: string): string {
  return text.replace(unseenInLines, (character) => `\\u{${hexOf(character)}}`)
}

const hexOf = (character: string) => (character.codePointAt(0) ?? 0).toString(16)
const unseen = /[\p{C}\p{Zl}\p{Zp}]/gu
const unseenInLines = /(?![\n\t])[\p{C}\p{Zl}\p{Zp}]/gu
