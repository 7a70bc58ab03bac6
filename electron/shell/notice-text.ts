// What of a text may stand in a notification of the desktop. Pure.

/**
 * On Linux the desktop reads the text as markup (Desktop Notifications Specification, "Markup"): links and pictures too.
 * Names of notebooks and containers are anybody's, so what could begin a tag is drawn with another character.
 */
export function noticeText(text: string, platform: NodeJS.Platform): string {
  return platform === 'linux' ? text.replaceAll('<', '‹').replaceAll('>', '›') : text
}
