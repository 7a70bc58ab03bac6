// One connection's life: from the moment an engine answered until it is lost, and why it was.
import { setMaxListeners } from 'node:events'
import type { EngineUp } from '../../shared/contract/engine'
import { RefusalError } from '../../shared/model/refusal'
import { createCalls, type Calls, type Link } from './calls'
import { openEvents, readEvents } from './events'
import { refusalForError } from './failures'
import type { Transport } from './transport'
import type { EngineEvent } from './types'
import { keepVigil } from './vigil'

type Life = {
  transport: Transport
  up: EngineUp
  /** Events are being followed: from now on no change is missed. */
  onLiving: (link: Link, lose: (refusal: RefusalError) => void) => void
  onEvent: (event: EngineEvent) => void
  /** Called once, before any call in flight is told. */
  onLost: (refusal: RefusalError) => void
  eager: () => boolean
}

/** Settles with the reason once the engine is lost; `ended` ends it from our side. */
export async function live(life: Life, ended: AbortSignal): Promise<RefusalError> {
  const { transport, up } = life
  const gone = new AbortController()
  // Every call in flight listens: many is right here, and no leak (each lets go when it ends).
  setMaxListeners(0, gone.signal)
  const link = { transport, lost: gone.signal }
  const calls = createCalls(() => Promise.resolve(link))
  const reason = await new Promise<RefusalError>((resolve) => {
    const lose = (why: string) => resolve(lossOf(up, why))
    const stop = () => resolve(new RefusalError('Cancelled'))
    if (ended.aborted) stop()
    ended.addEventListener('abort', stop, { once: true })
    gone.signal.addEventListener('abort', () => ended.removeEventListener('abort', stop))
    const follow = async () => {
      const events = await openEvents(calls)
      life.onLiving(link, resolve)
      for await (const event of readEvents(events)) life.onEvent(event)
      lose('the engine closed the connection')
    }
    follow().catch((error: unknown) => lose(refusalForError(error).refusal.evidence))
    const vigil = { ping: pingWith(calls), heardAt: transport.heardAt, eager: life.eager }
    keepVigil(vigil, gone.signal).then(
      (why) => why !== null && lose(why),
      (error: unknown) => lose(String(error)),
    )
  })
  life.onLost(reason)
  gone.abort(reason)
  transport.close()
  return reason
}

function pingWith(calls: Calls) {
  return async (limit: number, signal: AbortSignal): Promise<boolean> => {
    try {
      await calls.reply({ method: 'GET', path: '/_ping' }, { deadline: limit, signal })
      return true
    } catch (error) {
      if (error instanceof RefusalError && error.refusal.code === 'EngineTimeout') return false
      throw error
    }
  }
}

function lossOf({ address }: EngineUp, why: string): RefusalError {
  return new RefusalError('EngineDown', {
    params: { address },
    evidence: why,
    raw: why,
    actions: ['reconnect'],
  })
}
