// Where UTF-8 characters end: what is cut between two of them reads the same in every chunking.

/**
 * How many bytes at the end begin a character that they do not finish: 0 to 3. Cutting there matters: xterm.js (6.0)
 * loses a character whose second byte is 0x80 (“ ” … — 。、 and others) when a chunk ends inside it.
 */
export function unfinishedCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < lengthOf(byte) ? back : 0
  }
  return 0
}

function lengthOf(first: number): number {
  if (first >= 0xf8) return 1
  if (first >= 0xf0) return 4
  return first >= 0xe0 ? 3 : 2
}
