// What a shell is to a terminal session, whatever carries it: an engine's exec stream or a pseudoterminal.
import type { TerminalSize } from '../../shared/contract/terminals'
import type { Refusal } from '../../shared/model/refusal'

/**
 * `exited`: the shell itself ended. `signalled`: a signal ended it, by the system's own word. `lost`: its container or
 * its engine went away under it, or the way to it broke.
 */
export type ShellEnd =
  | { is: 'exited'; code: number | null }
  | { is: 'signalled'; signal: string }
  | { is: 'lost'; refusal: Refusal }

export type ShellListener = {
  onBytes: (chunk: Uint8Array) => void
  /** Called once, after the last byte. */
  onEnd: (end: ShellEnd) => void
}

export type Shell = {
  write(bytes: Uint8Array): void
  /** Bytes that were written and that nothing has taken yet. */
  waiting(): number
  /** In a paused container it is done when that goes on. */
  resize(size: TerminalSize): Promise<void>
  /** Holds the true source of the bytes, or lets it go on. */
  hold(held: boolean): void
  /** Ends the shell and everything still in its session; settles when that is done, or rejects when it cannot be. */
  kill(signal: AbortSignal): Promise<void>
}
