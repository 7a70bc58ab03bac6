// Ends what no terminal holds any more: what Berths that died left in containers, and what could not be ended at its time.
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import type { Entry, ShellRecord } from './record'
import type { Sweeper } from './sweep'

/** A sweep that takes longer than this waits for a better time. */
const sweepMilliseconds = 20_000

type Parts = {
  engine: Engine
  record: ShellRecord
  sweep: Sweeper
  /** Terminals that stand open here are nobody's leftovers. */
  isOpen: (terminalId: string) => boolean
  log: (text: string) => void
}

export type Leftovers = {
  /** Now, or again once the present look is done. */
  look(): void
  stop(): Promise<void>
}

/** Looks whenever the engine comes up or a paused container goes on, too. */
export function sweepLeftovers({ engine, record, sweep, isOpen, log }: Parts): Leftovers {
  const stopped = new AbortController()
  let sweeping: Promise<void> | null = null
  let again = false

  const end = async (entry: Entry): Promise<'ended' | 'stays'> => {
    const patience = AbortSignal.any([stopped.signal, AbortSignal.timeout(sweepMilliseconds)])
    try {
      await sweep(entry, patience)
      return 'ended'
    } catch (error) {
      if (!stopped.signal.aborted && !isDown(error))
        log(`ending what terminal ${entry.terminalId} left in ${entry.containerId}: ${String(error)}`)
      return 'stays'
    }
  }

  /** One after the other: nobody waits for it, and a start has better things to do. */
  const endAll = async (entries: Entry[]): Promise<Entry[]> => {
    const stay: Entry[] = []
    for (const entry of entries) {
      const state = engine.state()
      const reachable = !stopped.signal.aborted && state.is === 'up' && state.address === entry.engine
      if (!reachable || (await end(entry)) === 'stays') stay.push(entry)
    }
    return stay
  }

  const sweepOnce = async () => {
    for (const { entries, keep } of await record.estates()) {
      const stay = await endAll(entries)
      if (stay.length < entries.length) await keep(stay)
    }
    const closed = record.entries().filter(({ terminalId }) => !isOpen(terminalId))
    const stay = await endAll(closed)
    await record.forget(closed.filter((entry) => !stay.includes(entry)).map(({ terminalId }) => terminalId))
  }

  const look = () => {
    if (stopped.signal.aborted) return
    if (sweeping !== null) {
      again = true
      return
    }
    sweeping = sweepOnce()
      .catch((error: unknown) => log(`ending what terminals left: ${String(error)}`))
      .finally(() => {
        sweeping = null
        if (!again) return
        again = false
        look()
      })
  }

  const stopListening = engine.onEvent(({ type, action }) => {
    const up = type === 'daemon' && action === 'up'
    const unpaused = type === 'container' && action === 'unpause'
    if (up || unpaused) look()
  })
  if (engine.state().is === 'up') look()

  return {
    look,
    async stop() {
      stopListening()
      stopped.abort()
      await sweeping
    },
  }
}

function isDown(error: unknown): boolean {
  return error instanceof RefusalError && error.refusal.code === 'EngineDown'
}
