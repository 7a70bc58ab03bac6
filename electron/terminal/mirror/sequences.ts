// Where escape sequences end, as xterm.js reads them (a VT500's parser; ESC begins a new one wherever it comes).

const escape = 0x1b
const cancels = (byte: number) => byte === 0x18 || byte === 0x1a

/**
 * The index behind the sequence that begins with the ESC at `at`: that of the next ESC where one cuts it short. null when
 * it is not finished; 'unclear' where it is malformed (xterm.js recovers in ways that are not followed here).
 */
export function sequenceEnd(bytes: Uint8Array, at: number): number | null | 'unclear' {
  let index = at + 1
  while (isControl(bytes[index]) && bytes[index] !== escape) index += 1
  const kind = bytes[index]
  if (kind === undefined) return null
  if (kind === escape) return index
  if (kind === 0x5b) return parametersEnd(bytes, index + 1)
  if (kind === 0x5d) return stringEnd(bytes, index + 1, true)
  if (kind === 0x50 || kind === 0x58 || kind === 0x5e || kind === 0x5f)
    return stringEnd(bytes, index + 1, false)
  for (; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0
    if (byte === escape) return index
    if (cancels(byte)) return index + 1
    if (byte >= 0x7f) return 'unclear'
    if (byte >= 0x30) return index + 1
  }
  return null
}

function parametersEnd(bytes: Uint8Array, from: number): number | null | 'unclear' {
  for (let index = from; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0
    if (byte === escape) return index
    if (cancels(byte)) return index + 1
    if (byte >= 0x7f) return 'unclear'
    if (byte >= 0x40) return index + 1
  }
  return null
}

/** Text up to BEL (a system command alone), or to the ESC of its terminator, which is read as a sequence of its own. */
function stringEnd(bytes: Uint8Array, from: number, endsWithBell: boolean): number | null | 'unclear' {
  for (let index = from; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0
    if (byte === escape) return index
    if (cancels(byte) || (endsWithBell && byte === 7)) return index + 1
    if (byte >= 0x80 && !endsWithBell) return 'unclear'
    if (byte === 0xc2 && isC1(bytes[index + 1])) return 'unclear'
  }
  return null
}

/** How many bytes at the end begin a sequence that they do not finish. */
export function unfinishedSequence(bytes: Uint8Array): number {
  const last = bytes.lastIndexOf(escape)
  if (last < 0 || sequenceEnd(bytes, last) !== null) return 0
  // An ESC alone may be half of what ends a string: then the string is not finished either.
  const before = last === bytes.length - 1 && last > 0 ? bytes.lastIndexOf(escape, last - 1) : -1
  const isString = before >= 0 && sequenceEnd(bytes.subarray(0, last), before) === null
  return bytes.length - (isString ? before : last)
}

function isControl(byte: number | undefined): boolean {
  return byte !== undefined && byte < 0x20 && !cancels(byte)
}

/** The second byte of a control character from U+0080 to U+009F, in UTF-8. */
export function isC1(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xa0
}
