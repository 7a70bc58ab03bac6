// The environment a terminal's shell starts in, and the mark by which everything in its session is found again.
import type { TerminalSize } from '../../shared/contract/terminals'
import { places } from '../../shared/model/launch'
import type { Account } from './accounts'

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

type Who = { account: Account | null; program: string; asOther: boolean }

/**
 * What a login would set and an engine does not: it knows HOME only, and leaves it alone where the image says one, which
 * is right for the image's own user (`asOther` false) and wrong for everybody else.
 */
export function accountVariables(
  present: Record<string, string | undefined>,
  { account, program, asOther }: Who,
): Record<string, string> {
  if (account === null) return {}
  const { name, home } = account
  const whole = { HOME: home === '' ? '/' : home, USER: name, LOGNAME: name, SHELL: program }
  const missing = (variable: string) => asOther || (present[variable] ?? '') === ''
  return Object.fromEntries(Object.entries(whole).filter(([variable]) => missing(variable)))
}

/**
 * The shell, marked: `BERTH_TERMINAL=<terminal id>.<session id>.` An exec'd process leads its own session, so `$$` is the
 * session id inside the container, which the engine never tells (it only knows host pids). The mark says both "made by
 * this terminal" and "in this session": what left the session on purpose (tmux, setsid) is told from what did not.
 *
 * `size`: taken where nobody has set one yet. The docker command line passes its size on after the shell has started, and
 * gives up where that was too soon (engines before API 1.42 take none at the start): a prompt in 80 columns was seen.
 *
 * `secrets`: takes the environment's secret variables along, which no argument may say.
 */
export function markedCommand(
  terminalId: string,
  shell: { posix: string; program: string; login: boolean; secrets: boolean },
  size?: TerminalSize,
): string[] {
  const sized =
    size === undefined
      ? ''
      : `case "$(stty size 2>/dev/null)" in "0 0") stty rows ${size.rows} cols ${size.cols};; esac; `
  const read = shell.secrets ? `[ -r ${places.secretFile} ] && . ${places.secretFile}; ` : ''
  const script = `${sized}${read}${markVariable}="$1.$$."; export ${markVariable}; shift; exec "$@"`
  return [shell.posix, '-c', script, 'berth', terminalId, shell.program, ...(shell.login ? ['-l'] : [])]
}
