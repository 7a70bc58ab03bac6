// The level that a line states itself: JSON, logfmt, glog, Jupyter, and the word near its start.

export type Level = 'error' | 'warn' | 'info' | 'debug'

const names: Record<string, Level> = {
  ...{ CRITICAL: 'error', CRIT: 'error', FATAL: 'error', ERROR: 'error', ERR: 'error', SEVERE: 'error' },
  ...{ PANIC: 'error', EMERG: 'error', EMERGENCY: 'error', ALERT: 'error', DPANIC: 'error' },
  ...{ WARNING: 'warn', WARN: 'warn' },
  ...{ INFO: 'info', INFORMATION: 'info', NOTICE: 'info', SUCCESS: 'info', LOG: 'info' },
  ...{ DEBUG: 'debug', DBUG: 'debug', TRACE: 'debug', VERBOSE: 'debug', FINE: 'debug', SPAM: 'debug' },
}
const letters: Record<string, Level> = {
  ...{
    I: 'info',
    N: 'info',
    W: 'warn',
    E: 'error',
    F: 'error',
    C: 'error',
    D: 'debug',
    V: 'debug',
    T: 'debug',
  },
}

/** A level stands near the start, or not at all. */
const headLength = 240

export function ownLevel(line: string): Level | null {
  const head = line.length > headLength ? line.slice(0, headLength) : line
  // Most lines of most logs have none of these letters in a row: this alone decides them.
  if (!mayHaveOne.test(head)) return null
  return stated(line, head) ?? oneLetter(head) ?? byWord(head) ?? bySaying(head)
}
const mayHaveOne =
  /err|warn|info|debug|trac|crit|fatal|panic|emerg|alert|notice|success|verbose|severe|fine|spam|log:|"(?:level|severity)"|exception|interrupt|fault|killed|abort|terminate|^.{0,60}\b[IWEFDCNV](?:\d{4}|:? )/i

/** JSON's and logfmt's own field. Numbers are pino's and bunyan's. */
function stated(line: string, head: string): Level | null {
  const json = head.trimStart().startsWith('{')
  const found = json ? jsonField.exec(line.slice(0, 4000)) : logfmtField.exec(head)
  const value = found?.[1]
  if (value === undefined) return null
  if (!/^\d+$/.test(value)) return names[value.toUpperCase()] ?? null
  const figure = Number(value)
  return figure >= 50 ? 'error' : figure >= 40 ? 'warn' : figure >= 30 ? 'info' : 'debug'
}
const jsonField =
  /"(?:level|severity|severity_text|levelname|level_name|lvl|loglevel|log\.level)"\s*:\s*"?(\w+)/i
const logfmtField = /(?:^|\s)(?:level|lvl|severity)="?(\w+)/i

/** glog and klog `E0101 12:00:00`, TensorFlow `2026-01-31 12:00:00.5: W tensorflow/`, Jupyter `[W 2026-…`, Ray, apt. */
function oneLetter(head: string): Level | null {
  for (const pattern of letterPatterns) {
    const letter = pattern.exec(head)?.[1]
    if (letter !== undefined) return letters[letter] ?? null
  }
  return null
}
const letterPatterns = [
  /^(?:\[\w+\]:?\s?)?\[?([IWEFDV])\d{4,8} \d\d:\d\d:\d\d/,
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?: ([IWEF]) /,
  /^\[([DIWEC]) \d{4}-?\d\d/,
  /\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ ([IWEFCD]) \d+ \d+\]/,
  /^([EWN]): /,
]

/** The first word that is a level, as long as nothing but times, names and brackets stands before it. */
function byWord(head: string): Level | null {
  token.lastIndex = 0
  for (let count = 0; count < 18; count += 1) {
    const found = token.exec(head)
    if (found === null) return null
    const [, before = '', word = ''] = found
    const after = head.slice(token.lastIndex)
    const level = names[(word.split('/')[0] ?? '').replace(/!$/, '').toUpperCase()]
    if (level !== undefined && isStatement({ word, before, after, first: count === 0 })) return level
    if (!isNeutral(word, before, after)) return null
  }
  return null
}
const token = /([\s[\](){}<>|:,;*#"'–—-]*)([^\s[\](){}<>|:,;"']+)/y

type Place = { word: string; before: string; after: string; first: boolean }

/** Written in capitals it is one; in small letters only where its place says so. */
function isStatement({ word, before, after, first }: Place): boolean {
  const capital = word.split('/')[0] ?? ''
  if (capital === capital.toUpperCase()) return /^(?:[\s\])}>|:,;[-]|$)/.test(after)
  if (/[[<(]$/.test(before)) return /^\s*[\])>|]/.test(after)
  if (/\t$/.test(before) || /\| $/.test(before)) return /^(?:\t| *\|)/.test(after)
  return (
    (first && /^(?::|\[\w+\]:| - )/.test(after)) || (/^npm$/i.test(before.trim()) && after.startsWith(' '))
  )
}

/** Times, process numbers, names: what comes before a level. A word of a sentence does not. */
function isNeutral(word: string, before: string, after: string): boolean {
  if (/\d/.test(word) || /[[({<]$/.test(before)) return true
  if (
    /^(?:UTC|GMT|Z|AM|PM|CES?T|npm|NCCL|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/.test(
      word,
    )
  )
    return true
  if (/^[\w.-]+$/.test(word) && /^(?: +[-|–] |: ?[A-Z[]|\t|\])/.test(after)) return true
  return false
}

/** Lines that state no level and are one all the same. */
function bySaying(head: string): Level | null {
  if (sayings.test(head) || exceptionHead.test(head)) return 'error'
  return pythonWarning.test(head) ? 'warn' : null
}
const sayings =
  /^\s*(?:Segmentation fault|Fatal Python error|Aborted|Killed$|Bus error|Illegal instruction|terminate called after|panic: |goroutine \d+ \[|thread '[^']*' panicked at|Traceback \(most recent|Uncaught |Unhandled |CUDA error|free\(\): |malloc\(\): |double free or)|\bNCCL (?:ERROR|FATAL)\b/
/** `torch.OutOfMemoryError: CUDA out of memory.` */
const exceptionHead =
  /^(?:\[rank\d+\]: ?)?(?:[A-Za-z_][\w]*\.)*[A-Z]\w*(?:Error|Exception|KeyboardInterrupt)(?::|$)|^KeyboardInterrupt$/
/** `/opt/lib/x.py:12: UserWarning: deprecated` */
const pythonWarning = /(?:^|[:\s])(?:[A-Za-z_]\w*\.)*[A-Z]\w*Warning: /

/** What ends a traceback: an exception's name at the margin. */
export const exceptionLine = /^[A-Za-z_][\w.]*(?:: |:$|$)/
