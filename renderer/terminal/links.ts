// What in a terminal's output leads somewhere, and where: the web's addresses and absolute paths. Nothing that runs.

export type LinkTarget =
  | { is: 'web'; address: string }
  /** A path in the terminal's own file system. */
  | { is: 'file'; path: string }
  /** javascript:, data:, vscode:, ssh: and whatever else would start something. */
  | { is: 'refused'; address: string }

/** A piece of a line, as UTF-16 offsets; `end` is behind its last character. */
export type FoundLink = { start: number; end: number; target: LinkTarget }

const longestPath = 4096

/** Where an address that a program gave (OSC 8) leads. */
export function targetOf(address: string): LinkTarget {
  const url = URL.parse(address)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return { is: 'web', address: url.href }
  // The host in file://host/path is the container's own name (as `ls --hyperlink` writes it); no other one is asked.
  const path = url?.protocol === 'file:' ? decoded(url.pathname) : null
  if (path !== null && isPath(path)) return { is: 'file', path }
  return { is: 'refused', address }
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null // a malformed percent sequence names no file
  }
}

function isPath(path: string): boolean {
  return path.startsWith('/') && path.length <= longestPath && !/\p{Cc}/u.test(path)
}

const webAddress = /(?:https?|file):\/\/[^\s"'`<>{}|\\^]+/giu
// In quotes (as Python's tracebacks write them) a path may hold spaces; bare, it ends at the first one.
const quotedPath = /(["'])(\/[^"'\p{Cc}]+?)\1/gu
const barePath = /(?<![\p{L}\p{N}_/.~$:@%+*?)\]}-])\/[^\s"'`<>|;,()[\]{}\p{Cc}]+/gu

/** Addresses and paths in one line of output, in order, none over another. */
export function linksIn(line: string): FoundLink[] {
  const found: FoundLink[] = []
  const add = (start: number, text: string, target: LinkTarget) => {
    const end = start + text.length
    if (target.is === 'refused' || found.some((link) => start < link.end && link.start < end)) return
    found.push({ start, end, target })
  }
  for (const match of line.matchAll(webAddress)) {
    const text = withoutTail(match[0])
    add(match.index, text, targetOf(text))
  }
  for (const match of line.matchAll(quotedPath)) addPath(match.index + 1, match[2] ?? '')
  for (const match of line.matchAll(barePath)) addPath(match.index, withoutTail(match[0]))
  return found.sort((one, other) => one.start - other.start)

  function addPath(start: number, text: string) {
    // path:12:3 and path(12,3) stand for a place in it; the place is not a part of its name.
    const path = text.replace(/(?::\d+){1,2}$/u, '')
    if (path.length > 1 && !path.startsWith('//') && isPath(path)) add(start, text, { is: 'file', path })
  }
}

const pairs: Record<string, string> = { ')': '(', ']': '[' }

/** Without the full stop of its sentence, or the bracket that was opened before it. */
function withoutTail(text: string): string {
  let end = text.length
  for (; end > 0; end -= 1) {
    const last = text[end - 1] ?? ''
    const opening = pairs[last]
    if (opening !== undefined && count(text, opening, end) >= count(text, last, end)) break
    if (opening === undefined && !/[.,:;!?'"、。，；：！？）】」》*]/u.test(last)) break
  }
  return text.slice(0, end)
}

function count(text: string, character: string, end: number): number {
  return text.slice(0, end).split(character).length - 1
}

/** Does the text on the screen say where the link leads? If not, the true address is shown before anything opens. */
export function saysWhere(text: string, target: LinkTarget): boolean {
  const shown = text.trim()
  if (target.is === 'file') return shown === target.path
  const given = URL.parse(shown)?.href
  return target.is === 'web' && (given === target.address || shown === target.address)
}
