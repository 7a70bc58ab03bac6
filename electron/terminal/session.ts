// One terminal: a shell, the mirror of its screen, and the consumers that watch it now.
import { createFlow, type ByteCarrier, type Flow, type StreamEnd } from '../../shared/bytes'
import type { Terminal, TerminalSize } from '../../shared/contract/terminals'
import { withoutAnswers } from '../../shared/model/terminal-reports'
import { litter } from '../streams'
import { createGather } from './gather'
import type { Mirrors } from './mirror'
import type { Shell, ShellEnd, ShellListener } from './shell'

export type Session = {
  terminal(): Terminal
  /** Replays the screen as it is, then sends what comes. The slowest consumer sets the pace; with none, the shell runs on. */
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
  mirrors: Mirrors
  /** After every change of what `terminal()` says. */
  onChange: () => void
}

/** One that still waits for the screen has what happened meanwhile in order; null: it is up to date. */
type Consumer = { flow: Flow; missed: ((flow: Flow) => void)[] | null }

/** A program that asks and does not read may ask for ever: beyond this, answers are dropped, and what a person types is not. */
const mostWaitingBytes = 2 ** 20

/** Rejects with the refusal when the shell cannot be opened. */
export async function openSession(parts: SessionParts): Promise<Session> {
  const consumers = new Set<Consumer>()
  let terminal = parts.terminal
  let end: StreamEnd | null = null
  let shell: Shell | null = null
  let held = false

  const mirror = parts.mirrors.open(terminal.size, {
    onHold: () => pace(),
    onAnswer: (bytes) => {
      if (shell !== null && shell.waiting() < mostWaitingBytes) shell.write(bytes)
    },
  })

  const pace = () => {
    const waits = ({ flow, missed }: Consumer) => missed !== null || flow.held()
    const next = end === null && (mirror.held() || [...consumers].some(waits))
    if (shell === null || next === held) return
    held = next
    shell.hold(held)
  }

  const tell = (what: (flow: Flow) => void) => {
    for (const { flow, missed } of consumers) {
      if (missed === null) what(flow)
      else missed.push(what)
    }
  }

  const gather = createGather((chunk) => {
    mirror.write(chunk)
    tell((flow) => flow.write(chunk))
  })

  const finish = (ended: StreamEnd) => {
    if (end !== null) return
    gather.end()
    end = ended
    tell((flow) => flow.end(ended))
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

  try {
    const onBytes = (chunk: Uint8Array) => {
      gather.add(chunk)
      litter(chunk.length)
    }
    shell = await parts.openShell({ onBytes, onEnd })
  } catch (error) {
    mirror.close()
    throw error
  }
  const opened = shell
  pace()

  /** The screen as it is now, then what was missed while it was asked for. */
  const bringUpToDate = async (consumer: Consumer) => {
    const size = terminal.size
    const screen = await mirror.serialise()
    const { flow, missed } = consumer
    flow.replay(screen, size)
    consumer.missed = null
    for (const what of missed ?? []) what(flow)
    pace()
  }

  return {
    terminal: () => terminal,
    attach(carrier) {
      const flow = createFlow(carrier, {
        onInput: (bytes) => {
          // Every window's terminal answers what the program asks; the program hears the newest one's.
          const isAnswering = [...consumers].at(-1) === consumer && opened.waiting() < mostWaitingBytes
          const wanted = isAnswering ? bytes : typedOf(bytes)
          if (wanted.length > 0) opened.write(wanted)
        },
        onHold: pace,
        onClose: () => {
          consumers.delete(consumer)
          if (consumers.size === 0) mirror.audience(false)
          pace()
        },
      })
      const ended = end
      const consumer: Consumer = { flow, missed: ended === null ? [] : [() => flow.end(ended)] }
      consumers.add(consumer)
      pace()
      // Until the last consumer goes, they answer what the program asks: tmux and vim wait for that when they start.
      mirror.audience(true)
      void bringUpToDate(consumer)
    },
    rename(name) {
      terminal = { ...terminal, name }
      parts.onChange()
    },
    async resize({ cols, rows }) {
      // The newest size wins, whichever window it comes from.
      const isNew = cols !== terminal.size.cols || rows !== terminal.size.rows
      if (isNew) {
        const size = { cols, rows }
        // What came before was written for the size before.
        gather.flush()
        terminal = { ...terminal, size }
        mirror.resize(size)
        tell((flow) => flow.resize(size))
        parts.onChange()
      }
      if (end === null) await opened.resize({ cols, rows })
    },
    async close(signal) {
      try {
        await opened.kill(signal)
        finish({ reason: 'finished', detail: '' })
      } finally {
        mirror.close()
      }
    },
  }
}

/** Byte by byte: a cut character, and mouse reports of the oldest kind, stay what they are. */
function typedOf(bytes: Uint8Array): Uint8Array {
  return bytes.includes(0x1b)
    ? Buffer.from(withoutAnswers(Buffer.from(bytes).toString('latin1')), 'latin1')
    : bytes
}
