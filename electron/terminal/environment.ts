// The environment a terminal's shell starts in, and the mark by which everything in its session is found again.

/** Berth's terminals speak xterm's language in 24-bit colour, in UTF-8 even where the image says nothing about it. */
export function terminalVariables(present: Record<string, string | undefined>): Record<string, string> {
  const speaksOf = (name: string) => (present[name] ?? '') !== ''
  const local = ['LANG', 'LC_ALL', 'LC_CTYPE'].some(speaksOf) ? {} : { LANG: 'C.UTF-8' }
  return { TERM: 'xterm-256color', COLORTERM: 'truecolor', ...local }
}

/** `['A=1']` as `{ A: '1' }`. */
export function variablesOf(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map((entry) => {
      const equals = entry.indexOf('=')
      return equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals + 1)]
    }),
  )
}

export function definedOnly(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

export const markVariable = 'BERTH_TERMINAL'

/**
 * The shell, marked: `BERTH_TERMINAL=<terminal id>.<session id>.` An exec'd process leads its own session, so `$$` is the
 * session id inside the container, which the engine never tells (it only knows host pids). The mark says both "made by
 * this terminal" and "in this session": what left the session on purpose (tmux, setsid) is told from what did not.
 */
export function markedCommand(terminalId: string, shells: { posix: string; best: string }): string[] {
  const script = `${markVariable}="$1.$$."; export ${markVariable}; exec "$2"`
  return [shells.posix, '-c', script, 'berth', terminalId, shells.best]
}
