// One terminal: a shell, the screen so far, and the consumers that watch it now.
import { createFlow, type ByteCarrier, type Flow, type StreamEnd } from '../../shared/bytes'
import type { Terminal, TerminalSize } from '../../shared/contract/terminals'
import { createRing } from './ring'
import type { Shell, ShellEnd, ShellListener } from './shell'

export type Session = {
  terminal(): Terminal
  /** Replays the screen so far, then sends what comes. The slowest consumer sets the pace; with none, the shell runs on. */
  attach(carrier: ByteCarrier): void
  resize(size: TerminalSize): Promise<void>
  rename(name: string | null): void
  /** Ends the shell; consumers get an end. */
  close(signal: AbortSignal): Promise<void>
}

export type OpenShell = (listener: ShellListener) => Promise<Shell>

type SessionParts = {
  terminal: Terminal
  openShell: OpenShell
  /** After every change of what `terminal()` says. */
  onChange: () => void
}

/** Rejects with the refusal when the shell cannot be opened. */
export async function openSession(parts: SessionParts): Promise<Session> {
  const ring = createRing()
  const consumers = new Set<Flow>()
  let terminal = parts.terminal
  let end: StreamEnd | null = null
  let hold: (held: boolean) => void = () => undefined

  const pace = () => hold(end === null && [...consumers].some((flow) => flow.held()))

  const finish = (ended: StreamEnd) => {
    if (end !== null) return
    end = ended
    for (const flow of consumers) flow.end(ended)
    pace()
  }

  const onEnd = (ended: ShellEnd) => {
    terminal = { ...terminal, state: ended }
    finish(
      ended.is === 'lost'
        ? { reason: 'lost', detail: ended.refusal.code }
        : { reason: 'finished', detail: '' },
    )
    parts.onChange()
  }

  const shell = await parts.openShell({
    onBytes: (chunk) => {
      ring.push(chunk)
      for (const flow of consumers) flow.write(chunk)
    },
    onEnd,
  })
  hold = (held) => shell.hold(held)

  return {
    terminal: () => terminal,
    attach(carrier) {
      const flow = createFlow(carrier, {
        onInput: (bytes) => shell.write(bytes),
        onHold: pace,
        onClose: () => {
          consumers.delete(flow)
          pace()
        },
      })
      consumers.add(flow)
      flow.replay(ring.snapshot(), terminal.size)
      if (end !== null) flow.end(end)
    },
    rename(name) {
      terminal = { ...terminal, name }
      parts.onChange()
    },
    async resize(size) {
      // The newest size wins, whichever window it comes from.
      terminal = { ...terminal, size }
      parts.onChange()
      if (end === null) await shell.resize(size)
    },
    async close(signal) {
      await shell.kill(signal)
      finish({ reason: 'finished', detail: '' })
    },
  }
}
