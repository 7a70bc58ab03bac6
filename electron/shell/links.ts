// Which addresses may leave the app for the user's own browser, and how one is shown: as it truly is.

export function externalUrl(text: string): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null
}

export type ShownAddress = {
  /** Where it leads: the host (in Punycode, so that а.example in Cyrillic looks like what it is), or who gets the mail. */
  to: string
  /** Printable ASCII, at most `longestShown` characters. */
  address: string
  mail: boolean
}

export const longestShown = 240

/** `url` as externalUrl gives it. */
export function shownAddress(url: string): ShownAddress {
  const { protocol, host, pathname } = new URL(url)
  const mail = protocol === 'mailto:'
  return { to: cut(ascii(mail ? pathname : host)), address: cut(ascii(url)), mail }
}

/** URL.href is ASCII already; what is shown in a question does not rest on that alone. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (character) => `%${(character.codePointAt(0) ?? 0).toString(16)}`)
}

/** A host's owner stands at its end, a path's trick in its middle: both ends are kept. */
function cut(text: string): string {
  if (text.length <= longestShown) return text
  const end = 80
  return `${text.slice(0, longestShown - end - 3)}...${text.slice(-end)}`
}
