// Whether a shell waits for its next command or a program of it is at work, told from the screen alone.

/** How the program in front left the screen. */
export type Foreground = {
  /** The second screen, as editors and pagers use it. */
  alternate: boolean
  /** Shells bracket what is pasted while they wait at their prompt, and stop it while a program of theirs runs. */
  paste: 'bracketed' | 'plain now' | 'never bracketed'
  /** The cursor's line, up to the cursor. */
  beforeCursor: string
}

/**
 * Closing here ends nothing but a waiting shell. bash (5.1 on), zsh and fish say so by bracketed paste, which they switch
 * off for the time of a command; a shell that never brackets (dash, busybox) is known by its prompt's last character.
 * Silence proves nothing: a training run may print once in ten minutes. A Python prompt counts as waiting.
 */
export function isWaiting({ alternate, paste, beforeCursor }: Foreground): boolean {
  if (alternate) return false
  if (paste !== 'never bracketed') return paste === 'bracketed'
  return /[$#>❯»]\s*$/u.test(beforeCursor)
}
