// One terminal's mirror: keeps what was written until somebody wants to see it, and parses then, or when it is quiet.
import { unfinishedCharacter, type ScreenSize } from '../../../shared/bytes'
import { follow } from './followed'
import { inside, type Core } from './inside'
import { createLog } from './log'
import { unfinishedSequence } from './sequences'
import { serialise } from './serialise'
import { longestRun, withoutPast } from './skip'
import { resize, type OpenTerminal } from './terminal'

export type Mirror = {
  /** The bytes are copied. */
  write(bytes: Uint8Array): void
  resize(size: ScreenSize): void
  /** Whether a window is there to answer what the program asks; without one, the mirror does. */
  audience(present: boolean): void
  /** The state after everything written so far, as bytes for an empty terminal of the same size, in memory of their own. */
  screen(): Uint8Array<ArrayBuffer>
  close(): void
}

type MirrorParts = {
  openTerminal: OpenTerminal
  size: ScreenSize
  /** Lines. */
  scrollback: number
  /** What the terminal answers a program that asked while nobody was there. */
  onAnswer: (text: string) => void
  /** What was printed could not be parsed; the mirror goes on with what comes next. */
  onFailure: (error: unknown) => void
  limits?: { pendingBytes: number; silenceMilliseconds: number }
}

/** xterm.js cuts longer ones itself, in the middle of characters too, and loses some of those. */
const sliceBytes = 64 * 1024
/** A sequence that does not end within this is parsed as it comes: nobody waits for its end. */
const longestSequenceBytes = 256 * 1024

export function createMirror(parts: MirrorParts): Mirror {
  const { scrollback, onAnswer, onFailure } = parts
  const { pendingBytes: limit, silenceMilliseconds } = parts.limits ?? limitsFor(scrollback)
  const terminal = parts.openTerminal(parts.size, scrollback)
  const outside = follow(terminal)
  const core = inside(terminal)
  const pending = createLog()
  let hasBegun = false
  let timer: NodeJS.Timeout | null = null
  let isAlone = true
  /** The parser is in the middle of a sequence that was too long to be kept. */
  let isWithin = false

  terminal.onData((text) => {
    if (isAlone) onAnswer(text)
  })

  const parse = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) {
      const end = sliceEnd(bytes, at)
      try {
        core._inputHandler.parse(bytes.subarray(at, end))
      } catch (error) {
        onFailure(error)
        // The parser still stands where it failed.
        core._inputHandler.parse(Uint8Array.of(cancel))
      }
      at = end
    }
  }

  /** The same in fewer bytes, in order, where much of it scrolls away. May parse what comes before. */
  const shortened = ({ whole, isClear }: Taken): Uint8Array[] => {
    const lines = scrollback + 2 * core.rows + 2
    // Each line takes two bytes at least: shorter ones are not worth a look.
    if (!isClear || whole.length < 4 * lines) return [whole]
    const { from, to } = longestRun(whole)
    const kept = withoutPast(whole.subarray(from, to), lines)
    if (kept === null) return [whole]
    parse(whole.subarray(0, from))
    return scrollsFreely(core) ? [...kept, whole.subarray(to)] : [whole.subarray(from)]
  }

  /** All that is pending, and how much of it only begins a sequence or character. */
  const take = (): Taken => {
    const bytes = pending.bytes()
    const isClear = !isWithin
    if (isWithin && !bytes.some((byte) => byte === 0x1b || byte === 7))
      return { whole: bytes, begun: none, isClear }
    const begun = unfinishedSequence(bytes)
    isWithin = begun > longestSequenceBytes
    const at = bytes.length - (isWithin ? 0 : begun === 0 ? unfinishedCharacter(bytes) : begun)
    return { whole: bytes.subarray(0, at), begun: bytes.subarray(at), isClear }
  }

  const settle = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (pending.length() === 0) return
    const taken = take()
    for (const piece of shortened(taken)) parse(piece)
    keep([], taken.begun)
    pending.rest()
  }

  /** Too much is pending: what scrolls away is left out; if little does, all is parsed. */
  const shrink = () => {
    const taken = take()
    const left = shortened(taken)
    const bytes = left.reduce((sum, { length }) => sum + length, 0)
    if (taken.isClear && bytes < limit / 2) return keep(left, taken.begun)
    for (const piece of left) parse(piece)
    keep([], taken.begun)
  }

  const keep = (left: readonly Uint8Array[], begun: Uint8Array) => {
    hasBegun = begun.length > 0
    pending.replace([...left, begun])
  }

  const mayAsk = (bytes: Uint8Array) => {
    const { from, to } = longestRun(bytes)
    return to - from < bytes.length
  }

  return {
    write(bytes) {
      pending.add(bytes)
      if (pending.length() > limit) shrink()
      if (isAlone && (hasBegun || mayAsk(bytes))) settle()
      else if (timer === null) timer = setTimeout(settle, silenceMilliseconds)
      else timer.refresh()
    },
    resize(size) {
      settle()
      resize(terminal, size)
    },
    audience(present) {
      // What was asked before is answered by whoever was there.
      settle()
      isAlone = !present
    },
    screen() {
      settle()
      const [state, begun] = [serialise(core, outside()), pending.bytes()]
      const whole = new Uint8Array(state.length + begun.length)
      whole.set(state)
      whole.set(begun, state.length)
      return whole
    },
    close() {
      if (timer !== null) clearTimeout(timer)
      terminal.dispose()
    },
  }
}

/** `isClear`: it begins outside of any sequence. */
type Taken = { whole: Uint8Array; begun: Uint8Array; isClear: boolean }

const none = new Uint8Array()
const cancel = 0x18

/** Room for the lines that are kept at 400 bytes each, so that a log of usual lines is shortened and never parsed twice. */
function limitsFor(scrollback: number) {
  const pendingBytes = Math.min(16 * 2 ** 20, Math.max(2 ** 20, scrollback * 400))
  return { pendingBytes, silenceMilliseconds: 300 }
}

/** A line that ends scrolls the whole screen, and nothing but a line's own text decides what stands in it. */
function scrollsFreely(core: Core): boolean {
  const { modes, decPrivateModes } = core.coreService
  const { active, normal } = core.buffers
  return (
    active === normal &&
    active.scrollTop === 0 &&
    active.scrollBottom === core.rows - 1 &&
    !modes.insertMode &&
    !decPrivateModes.origin &&
    decPrivateModes.wraparound &&
    !decPrivateModes.reverseWraparound &&
    !core.optionsService.rawOptions.convertEol
  )
}

function sliceEnd(bytes: Uint8Array, at: number): number {
  let end = Math.min(bytes.length, at + sliceBytes)
  while (end < bytes.length && end > at + 1 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return end
}
