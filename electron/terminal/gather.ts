// Small chunks become few: what comes after a pause goes on at once (an echo), what follows closely is gathered.
import { unfinishedCharacter } from '../../shared/bytes'

/** A read of a pseudoterminal gives 4 KiB, 16,000 times a second when it floods; a quarter of a frame is not seen. */
const windowMilliseconds = 4
const largestBytes = 64 * 1024
/** A character that stays half after this is none, or its other half is far away. */
const halfMilliseconds = 50

export type Gather = {
  /** The chunk must not be changed afterwards. */
  add(chunk: Uint8Array): void
  /** Hands on what is gathered: something else is about to happen. */
  flush(): void
  /** Hands on all: nothing more will come. */
  end(): void
}

/** No chunk ends inside a character whose rest is not far: see `unfinishedCharacter`. */
export function createGather(onChunk: (chunk: Uint8Array) => void): Gather {
  let gathered: Uint8Array[] = []
  let length = 0
  let timer: NodeJS.Timeout | null = null
  let half: NodeJS.Timeout | null = null

  const handOn = (cut: number) => {
    if (half !== null) clearTimeout(half)
    half = cut === 0 ? null : setTimeout(() => handOn(0), halfMilliseconds)
    const whole = gathered.length === 1 ? gathered[0] : Buffer.concat(gathered)
    const rest = whole?.subarray(whole.length - cut)
    gathered = cut === 0 || rest === undefined ? [] : [rest]
    length = cut
    if (whole !== undefined && whole.length > cut) onChunk(whole.subarray(0, whole.length - cut))
  }

  /** Bytes of a character that has only begun. */
  const begun = () => {
    const last = gathered.at(-1)
    if (last === undefined) return 0
    return unfinishedCharacter(last.length > 3 ? last : Buffer.concat(gathered.slice(-4)))
  }

  const atWindowsEnd = () => {
    timer = null
    if (length === 0) return
    const cut = begun()
    if (length > cut) timer = setTimeout(atWindowsEnd, windowMilliseconds)
    handOn(cut)
  }

  return {
    add(chunk) {
      if (chunk.length === 0) return
      gathered.push(chunk)
      length += chunk.length
      if (timer !== null && length < largestBytes) return
      handOn(begun())
      timer ??= setTimeout(atWindowsEnd, windowMilliseconds)
    },
    flush: () => handOn(begun()),
    end: () => handOn(0),
  }
}
