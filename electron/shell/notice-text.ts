// What of a text may stand in a notification of the desktop. Pure.

/**
 * A line end in a name would begin a line that looks like ours. On Linux the desktop reads the text as markup (Desktop Notifications Specification, "Markup"): links and pictures too.
 * Names of notebooks and containers are anybody's, so what could begin a tag is drawn with another character.
 */
export function noticeText(text: string, platform: NodeJS.Platform): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  return platform === 'linux' ? line.replaceAll('<', '‹').replaceAll('>', '›') : line
}
