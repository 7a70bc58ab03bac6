// Which addresses a terminal's output may lead to: the web's, and nothing that runs or opens a program.

/** The address as a browser would read it, or null when it is not one of the web's. */
export function webAddress(text: string): string | null {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null
}
