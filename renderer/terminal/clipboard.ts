// Programs that write to the clipboard (OSC 52): what they want, and who decides. Reading is never answered.

export type ClipboardWish =
  | { is: 'write'; text: string }
  /** Refused without a word: an answer would be typed into the shell, with a part that the output chose. */
  | { is: 'read' }
  | { is: 'too-large' }
  | { is: 'nothing' }

export const largestCopyBytes = 1024 * 1024

/** `data` is what follows `OSC 52 ;`: the selection's letters, a semicolon, base64 of UTF-8. */
export function clipboardWish(data: string): ClipboardWish {
  const semicolon = data.indexOf(';')
  if (semicolon < 0) return { is: 'nothing' }
  const content = data.slice(semicolon + 1)
  if (content === '?') return { is: 'read' }
  // Four characters of base64 are three bytes.
  if (content.length > (largestCopyBytes / 3) * 4 + 4) return { is: 'too-large' }
  const bytes = fromBase64(content)
  if (bytes === null || bytes.length === 0) return { is: 'nothing' }
  if (bytes.length > largestCopyBytes) return { is: 'too-large' }
  return { is: 'write', text: new TextDecoder().decode(bytes) }
}

function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    // Not base64: nothing is copied, and above all the clipboard is not emptied.
    return null
  }
}

export type CopyGate = {
  /** 'copy' at once, 'ask' the person, or 'drop' it. */
  decide(): 'copy' | 'ask' | 'drop'
  answered(answer: 'allow' | 'allow-always' | 'refuse'): void
}

/** After a refusal the program is not listened to for a while, so that it cannot wear a person down. */
const quietMilliseconds = 10_000

export function createCopyGate(now: () => number = () => performance.now()): CopyGate {
  let allowed = false
  let quietUntil = Number.NEGATIVE_INFINITY
  return {
    decide: () => (allowed ? 'copy' : now() < quietUntil ? 'drop' : 'ask'),
    answered(answer) {
      if (answer === 'allow-always') allowed = true
      if (answer === 'refuse') quietUntil = now() + quietMilliseconds
    },
  }
}
