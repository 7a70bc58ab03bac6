// Bytes written one after another into memory that grows.

export type Paper = {
  /** Characters below 128 alone. */
  ascii(text: string): void
  text(text: string): void
  codepoint(codepoint: number): void
  raw(bytes: Uint8Array): void
  isBlank(): boolean
  /** A view of what is written. */
  bytes(): Uint8Array
}

export function createPaper(): Paper {
  let memory = Buffer.alloc(16 * 1024)
  let length = 0

  const room = (bytes: number) => {
    if (length + bytes <= memory.length) return
    const larger = Buffer.alloc(Math.max(memory.length * 2, length + bytes))
    larger.set(memory.subarray(0, length))
    memory = larger
  }

  return {
    ascii(text) {
      room(text.length)
      for (let at = 0; at < text.length; at += 1) memory[length++] = text.charCodeAt(at)
    },
    text(text) {
      room(text.length * 3)
      length += memory.write(text, length, 'utf8')
    },
    codepoint(codepoint) {
      room(4)
      if (codepoint < 0x80) memory[length++] = codepoint
      else if (codepoint < 0x800) {
        memory[length++] = 0xc0 | (codepoint >> 6)
        memory[length++] = 0x80 | (codepoint & 0x3f)
      } else if (codepoint < 0x10000) {
        memory[length++] = 0xe0 | (codepoint >> 12)
        memory[length++] = 0x80 | ((codepoint >> 6) & 0x3f)
        memory[length++] = 0x80 | (codepoint & 0x3f)
      } else {
        memory[length++] = 0xf0 | (codepoint >> 18)
        memory[length++] = 0x80 | ((codepoint >> 12) & 0x3f)
        memory[length++] = 0x80 | ((codepoint >> 6) & 0x3f)
        memory[length++] = 0x80 | (codepoint & 0x3f)
      }
    },
    raw(bytes) {
      room(bytes.length)
      memory.set(bytes, length)
      length += bytes.length
    },
    isBlank: () => length === 0,
    bytes: () => memory.subarray(0, length),
  }
}
