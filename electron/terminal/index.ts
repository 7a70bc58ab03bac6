// The terminal room: shells in containers and on the host, which live here and outlast the windows that show them.
import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { hostname } from 'node:os'
import type { Terminal, TerminalSize, TerminalTarget } from '../../shared/contract/terminals'
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import type { StreamRegistry, TerminalRoom } from '../services'
import { createWatched } from '../watched'
import { openCliShell } from './cli-shell'
import { openExecShell } from './exec-shell'
import { openHostShell } from './host-shell'
import { openSession, type OpenShell, type Session } from './session'

/** A shell that cannot be ended in this time is left, and the log says so. */
const closeMilliseconds = 8000

type TerminalParts = {
  engine: Engine
  streams: StreamRegistry
  env: Record<string, string | undefined>
  log: (text: string) => void
}

type Request = TerminalSize & { target: TerminalTarget; carrier: 'engine' | 'pty' }
type Opening = { label: string; openShell: OpenShell }

export function createTerminals(parts: TerminalParts): TerminalRoom {
  const { engine, streams, env, log } = parts
  const open = new Map<string, { session: Session; withdraw: () => void }>()
  const watched = createWatched<Terminal[]>([])
  const disposing = new AbortController()
  // Every open terminal's connection listens until it closes: many is right here, and no leak.
  setMaxListeners(0, disposing.signal)
  const publish = () => watched.set([...open.values()].map(({ session }) => session.terminal()))

  const inContainer = async (id: string, request: Request, containerId: string): Promise<Opening> => {
    const { signal } = disposing
    const details = await engine.containers.inspect(containerId, { signal })
    const container = { id: details.id, name: details.name, env: details.env }
    if (!details.running)
      throw new RefusalError('Conflict', {
        params: { name: details.name },
        evidence: `${details.name} is not running`,
      })
    const shell = { engine, terminalId: id, container, size: sizeOf(request), signal }
    return {
      label: details.name,
      openShell: (listener) =>
        request.carrier === 'engine'
          ? openExecShell({ ...shell, listener })
          : openCliShell({ ...shell, listener, env }),
    }
  }

  const close = async (id: string) => {
    const found = open.get(id)
    // Two windows may close the same terminal: the second finds its wish fulfilled.
    if (found === undefined) return
    open.delete(id)
    found.withdraw()
    publish()
    try {
      await found.session.close(AbortSignal.timeout(closeMilliseconds))
    } catch (error) {
      // The usual cause: its container or its engine is gone, and the shell with it.
      log(`closing terminal ${id}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  return {
    watch: (signal) => watched.watch(signal),
    async open(request) {
      const id = newId()
      const { target } = request
      const { label, openShell } =
        target.is === 'host'
          ? {
              label: hostname(),
              openShell: ((listener) =>
                openHostShell({ env, size: sizeOf(request), listener })) satisfies OpenShell,
            }
          : await inContainer(id, request, target.containerId)
      const session = await openSession({
        terminal: {
          id,
          target,
          label,
          name: null,
          program: '/bin/sh',
          user: null,
          carrier: target.is === 'host' ? 'pty' : request.carrier,
          openedAt: Date.now(),
          size: sizeOf(request),
          state: { is: 'running' },
        },
        openShell,
        onChange: publish,
      })
      open.set(id, {
        session,
        withdraw: streams.offer(`terminal/${id}`, (carrier) => session.attach(carrier)),
      })
      publish()
      // Quitting while it opened: it must not stay behind.
      if (disposing.signal.aborted) await close(id)
      return session.terminal()
    },
    choices: () => Promise.reject(new Error('not yet')),
    hostPath: () => Promise.reject(new Error('not yet')),
    rename(id, name) {
      const found = open.get(id)
      if (found === undefined) throw new RefusalError('TerminalGone')
      found.session.rename(name)
    },
    async resize(id, size) {
      const found = open.get(id)
      if (found === undefined) throw new RefusalError('TerminalGone')
      await found.session.resize(size)
    },
    close,
    async dispose() {
      disposing.abort()
      await Promise.all([...open.keys()].map(close))
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
