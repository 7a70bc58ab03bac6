// The connection to the engine: connecting, up, or down with a reason; retried with growing pauses, for ever.
import { setMaxListeners } from 'node:events'
import type { EngineState, EngineUp } from '../../shared/contract/engine'
import { RefusalError } from '../../shared/model/refusal'
import { createWatched } from '../watched'
import type { Candidate, Surroundings } from './address'
import { createCalls, reasonOf, type Calls, type Link } from './calls'
import { candidates } from './candidates'
import { refusalForError } from './failures'
import { live } from './life'
import { search, type Found } from './search'
import { joinSignals, pause } from './signals'
import type { EngineEvent } from './types'

export type Connection = {
  state: () => EngineState
  watch: (signal: AbortSignal) => AsyncIterable<EngineState>
  up: () => EngineUp
  lost: () => AbortSignal
  reconnect: () => void
  onEvent: (listener: (event: EngineEvent) => void) => () => void
  candidate: () => Candidate | null
  calls: Calls
  dispose: () => Promise<void>
}

type Options = { address: () => string; around: Surroundings; log: (line: string) => void }
type Living = {
  link: Link
  candidate: Candidate
  /** The address of the settings with which it was found. */
  asked: string
  lose: (refusal: RefusalError) => void
}
type Answered = Extract<Found, { is: 'found' }>

const firstPause = 500
const longestPause = 5_000

export function createConnection({ address, around, log }: Options): Connection {
  const state = createWatched<EngineState>({ is: 'connecting', since: Date.now() })
  const listeners = new Set<(event: EngineEvent) => void>()
  const ended = new AbortController()
  // Every call made during a search listens until its outcome: many is right here, and no leak (each lets go).
  setMaxListeners(0, ended.signal)
  const over = () => ended.signal.aborted
  let living: Living | null = null
  /** The engine that was lost: it alone is waited for, until the user asks to look anew. */
  let loyal: Candidate | null = null
  /** Fires when the user asks to look anew. */
  let nudge = new AbortController()

  const tell = (event: EngineEvent) => {
    for (const listener of [...listeners]) listener(event)
  }

  function refusalNow(): RefusalError {
    const now = state.get()
    if (now.is === 'down') return new RefusalError(now.refusal.code, now.refusal)
    return new RefusalError('EngineDown', { evidence: 'not connected yet', actions: ['reconnect'] })
  }

  /** The living link; while a first search is under way it is worth waiting for its outcome. */
  async function link(signal?: AbortSignal): Promise<Link> {
    if (!living && state.get().is === 'connecting') {
      const joined = joinSignals([signal, ended.signal])
      try {
        for await (const now of state.watch(joined.signal)) if (now.is !== 'connecting') break
      } finally {
        joined.release()
      }
      if (signal?.aborted) throw reasonOf(signal)
    }
    if (!living) throw refusalNow()
    return living.link
  }
  const calls = createCalls(link)

  async function look(asked: string): Promise<Found> {
    try {
      const list = await candidates(asked, around)
      const same = list.filter((one) => one.source === loyal?.source && one.address === loyal.address)
      return await search(same.length > 0 ? same : list, ended.signal)
    } catch (error) {
      log(`looking for an engine failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
      return { is: 'nothing', refusal: refusalForError(error), tried: [] }
    }
  }

  /** Lives with the engine that answered, to the end; false when it never got as far as being up. */
  async function liveWith({ candidate, transport, up }: Answered, asked: string): Promise<boolean> {
    const life = { lived: false }
    const reason = await live(
      {
        ...{ transport, up, onEvent: tell, eager: () => state.followers() > 0 || calls.busy() > 0 },
        onLiving(found, lose) {
          if (nudge.signal.aborted) return lose(anotherChosen())
          life.lived = true
          living = { link: found, candidate, asked, lose }
          state.set(up)
          log(`engine up: ${up.product} ${up.version} at ${up.address} (${up.source}), API ${up.apiVersion}`)
          tell({ type: 'daemon', action: 'up', id: '', attributes: {} })
        },
        onLost(refusal) {
          living = null
          if (!over() && !nudge.signal.aborted) down(refusal, up.tried, firstPause)
        },
      },
      ended.signal,
    )
    if (!over()) log(`engine lost: ${reason.refusal.evidence}`)
    if (life.lived && !nudge.signal.aborted) loyal = candidate
    return life.lived
  }

  function down({ refusal }: RefusalError, tried: EngineUp['tried'], wait: number) {
    const before = state.get()
    const since = before.is === 'down' ? before.since : Date.now()
    if (before.is !== 'down') log(`engine down: ${refusal.code} ${refusal.evidence}`)
    state.set({ is: 'down', since, refusal, tried, retryAt: Date.now() + wait })
  }

  async function keepConnected(): Promise<void> {
    let wait = firstPause
    while (!over()) {
      nudge = new AbortController()
      const asked = address()
      const found = await look(asked)
      if (found.is === 'found') {
        if (nudge.signal.aborted) found.transport.close()
        else if (await liveWith(found, asked)) wait = firstPause
      } else if (!over() && !nudge.signal.aborted) down(found.refusal, found.tried, wait)
      const stop = joinSignals([nudge.signal, ended.signal])
      await pause(wait, stop.signal)
      stop.release()
      wait = nudge.signal.aborted ? firstPause : Math.min(wait * 2, longestPause)
    }
  }
  const running = keepConnected()

  return {
    state: state.get,
    watch: state.watch,
    up() {
      const now = state.get()
      if (now.is === 'up') return now
      throw refusalNow()
    },
    lost: () => living?.link.lost ?? AbortSignal.abort(refusalNow()),
    reconnect() {
      if (living?.asked === address()) return
      loyal = null
      state.set({ is: 'connecting', since: Date.now() })
      nudge.abort()
      living?.lose(anotherChosen())
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    candidate: () => living?.candidate ?? null,
    calls,
    async dispose() {
      ended.abort(new RefusalError('Cancelled'))
      await running
      listeners.clear()
    },
  }
}

function anotherChosen(): RefusalError {
  return new RefusalError('EngineDown', { evidence: 'another engine was chosen' })
}
