// Which addresses may leave the app for the user's own browser: a "link" to a local program or file is not one.

export function externalUrl(text: string): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null
}
