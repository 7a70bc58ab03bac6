// The terminal room: shells in containers and on the host, which live here and outlast the windows that show them.
import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { join } from 'node:path'
import type { Terminal, TerminalSize } from '../../shared/contract/terminals'
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import type { StreamRegistry, TerminalRoom } from '../services'
import { createWatched } from '../watched'
import { choicesIn } from './container-shell'
import { findHostPath } from './host-path'
import { hostChoices } from './host-shell'
import { sweepLeftovers } from './leftovers'
import { createMirrors, startInProcess, type Mirrors } from './mirror'
import { prepareOpening } from './opening'
import { runPiped } from './piped'
import { createShellRecord } from './record'
import { openSession, type Session } from './session'
import { createSweeper } from './sweep'

/** A shell that cannot be ended in this time is left to a later sweep, and the log says so. */
const closeMilliseconds = 8000
/** Half of what quitting has: the other rooms close after this one. */
const quitMilliseconds = 1500

type TerminalParts = {
  engine: Engine
  streams: StreamRegistry
  env: Record<string, string | undefined>
  /** Which shells are open is kept here, for the Berth that starts after one that died. */
  stateFolder: string
  log: (text: string) => void
  /** Keep the screens; whoever made them disposes of them. Without any, this thread keeps them itself. */
  mirrors?: Mirrors
}

export function createTerminals(parts: TerminalParts): TerminalRoom {
  const { engine, streams, env, log } = parts
  const open = new Map<string, { session: Session; withdraw: () => void }>()
  const watched = createWatched<Terminal[]>([])
  const disposing = new AbortController()
  // Every open terminal's connection listens until it closes: many is right here, and no leak.
  setMaxListeners(0, disposing.signal)
  const { signal } = disposing
  const record = createShellRecord(join(parts.stateFolder, 'terminals'), log)
  const opening = new Set<string>()
  const isOpen = (id: string) => open.has(id) || opening.has(id)
  const sweep = createSweeper(engine)
  const leftovers = sweepLeftovers({ engine, record, sweep, isOpen, log })
  const around = { engine, env, record, sweep, signal }
  const mirrors = parts.mirrors ?? createMirrors({ start: startInProcess, scrollback: () => 10_000, log })
  const publish = () => watched.set([...open.values()].map(({ session }) => session.terminal()))

  const findOpen = (id: string): Session => {
    const found = open.get(id)
    if (found === undefined) throw new RefusalError('TerminalGone')
    return found.session
  }

  const close = async (id: string, patience = AbortSignal.timeout(closeMilliseconds)) => {
    const found = open.get(id)
    // Two windows may close the same terminal: the second finds its wish fulfilled.
    if (found === undefined) return
    open.delete(id)
    found.withdraw()
    publish()
    try {
      await found.session.close(patience)
    } catch (error) {
      // The usual cause: its container or its engine is gone, and the shell with it.
      log(`closing terminal ${id}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  return {
    watch: (signal) => watched.watch(signal),
    async open(request) {
      const id = newId()
      const { target, carrier } = request
      opening.add(id)
      try {
        const { openShell, ...shown } = await prepareOpening(id, request, around)
        const session = await openSession({
          terminal: {
            ...{ id, target, ...shown, name: null, size: sizeOf(request) },
            carrier: target.is === 'host' ? 'pty' : carrier,
            openedAt: Date.now(),
            state: { is: 'running' },
          },
          openShell,
          mirrors,
          onChange: publish,
        })
        open.set(id, {
          session,
          withdraw: streams.offer(`terminal/${id}`, (carrier) => session.attach(carrier)),
        })
        publish()
        // Quitting while it opened: it must not stay behind.
        if (signal.aborted) await close(id)
        return session.terminal()
      } finally {
        opening.delete(id)
        if (!isOpen(id)) leftovers.look()
      }
    },
    async choices(target) {
      if (target.is === 'host') return hostChoices(env)
      const container = await engine.containers.inspect(target.containerId, { signal })
      return choicesIn({ engine, container, signal })
    },
    async hostPath(id, path) {
      const { target } = findOpen(id).terminal()
      return findHostPath({ engine, target, path, signal })
    },
    rename: (id, name) => findOpen(id).rename(name),
    async resize(id, size) {
      await findOpen(id).resize(size)
    },
    close: (id) => close(id),
    async pipe(containerId, pipes, stop) {
      const id = newId()
      opening.add(id)
      try {
        const either = AbortSignal.any([signal, stop])
        return await runPiped(id, { containerId, pipes }, { ...around, signal: either })
      } finally {
        opening.delete(id)
      }
    },
    async dispose() {
      disposing.abort()
      await leftovers.stop()
      const patience = AbortSignal.timeout(quitMilliseconds)
      setMaxListeners(0, patience)
      await Promise.all([...open.keys()].map((id) => close(id, patience)))
      if (parts.mirrors === undefined) await mirrors.dispose()
    },
  }
}

function sizeOf(size: TerminalSize): TerminalSize {
  return { cols: size.cols, rows: size.rows }
}

/** 16 characters of lower-case base32, as BerthIdSchema wants: 80 bits, so a mark never meets another's. */
function newId(): string {
  return Array.from(randomBytes(16), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('')
}

export { createMirrors, startInProcess, startWorker } from './mirror'
export type { StartMirrors } from './mirror'
