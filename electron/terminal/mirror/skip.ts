// What a mirror need not parse: of a long log, all that has scrolled away. Exact: what is left leads to the same terminal,
// if its state allows it (see mirror.ts). Only that may be skipped which moves the cursor down, or within its line: text,
// CR, LF, TAB, BS, BEL, colours and styles (SGR), and CSI K, X, C, D, G.
import { isC1, sequenceEnd } from './sequences'

type Run = { from: number; to: number }

/** The longest part of it that consists of nothing else. `bytes` begin outside of any sequence and character. */
export function longestRun(bytes: Uint8Array): Run {
  let longest: Run = { from: 0, to: 0 }
  let from = 0
  const ends = (to: number) => {
    if (to - from > longest.to - longest.from) longest = { from, to }
  }
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0
    if (isPlain[byte] === 1) {
      at += 1
      continue
    }
    if (byte === 0xc2 && !isC1(bytes[at + 1])) {
      at += 2
      continue
    }
    const end = byte === 0x1b ? sequenceEnd(bytes, at) : byte === 0xc2 ? 'unclear' : at + 1
    if (typeof end === 'number' && byte === 0x1b && staysInLine(bytes, at, end)) {
      at = end
      continue
    }
    ends(at)
    // What follows is inside of something, or who knows where.
    if (typeof end !== 'number') return longest
    at = from = end
  }
  ends(bytes.length)
  return longest
}

/** ESC [, digits and separators alone, and one of those finals. */
function staysInLine(bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[at + 1] !== 0x5b || !finals.includes(bytes[end - 1] ?? 0)) return false
  for (let index = at + 2; index < end - 1; index += 1) {
    const byte = bytes[index] ?? 0
    if (byte < 0x30 || byte > 0x3b) return false
  }
  return true
}

const sgr = 0x6d
const finals = ['m', 'K', 'X', 'C', 'D', 'G'].map((final) => final.charCodeAt(0))
/** Printable in one byte or a part of a character, but C2, which begins control characters too; BEL, BS, TAB, LF, CR. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte !== 0x7f && byte !== 0xc2) || [7, 8, 9, 10, 13].includes(byte) ? 1 : 0,
)

/** More than anybody's colours, kept so that a log that never resets them stays bounded. */
const mostStyleBytes = 64 * 1024

/**
 * Of a run what does not scroll away: all styles that still hold at the line end before its last `lines` ones, then what
 * begins with that line end. null when it is not that long, or cannot be cut.
 */
export function withoutPast(run: Uint8Array, lines: number): [Uint8Array, Uint8Array] | null {
  let cut = run.length
  for (let left = lines; left > 0 && cut > 0; left -= 1) cut = run.lastIndexOf(10, cut - 1)
  // From here on the cursor's column is known: 0.
  while (cut > 0 && run[cut - 1] !== 13) cut = run.lastIndexOf(10, cut - 1)
  if (cut <= 0) return null
  const styles = stylesAt(run, cut - 1)
  return styles === null ? null : [Buffer.concat(styles), run.subarray(cut - 1)]
}

/** The SGR sequences before an index, in order, from the last one that resets everything. */
function stylesAt(run: Uint8Array, to: number): Uint8Array[] | null {
  const found: Uint8Array[] = []
  let length = 0
  for (let at = run.lastIndexOf(0x1b, to - 1); at >= 0; at = at === 0 ? -1 : run.lastIndexOf(0x1b, at - 1)) {
    const end = sequenceEnd(run, at)
    if (typeof end !== 'number' || run[end - 1] !== sgr) continue
    const sequence = run.subarray(at, end)
    found.unshift(sequence)
    length += sequence.length
    if (resets(sequence)) break
    if (length > mostStyleBytes) return null
  }
  return found
}

/** The first parameter is 0, or nothing, which means 0. */
function resets(sequence: Uint8Array): boolean {
  return /^\x1b\[0*[;m]/.test(Buffer.from(sequence).toString('latin1'))
}
