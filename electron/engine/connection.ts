// The connection to the engine: connecting, up, or down with a reason; retried with growing pauses, for ever.
import type { EngineState, EngineUp } from '../../shared/contract/engine'
import { RefusalError } from '../../shared/model/refusal'
import { createWatched } from '../watched'
import type { Candidate, Surroundings } from './address'
import { createCalls, reasonOf, type Calls, type Link } from './calls'
import { candidates } from './candidates'
import { openEvents, readEvents } from './events'
import { refusalForError } from './failures'
import { search, type Found } from './search'
import { joinSignals, pause } from './signals'
import type { EngineEvent } from './types'
import { keepVigil } from './vigil'

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
type Living = { link: Link; candidate: Candidate; address: string; lose: (refusal: RefusalError) => void }

const firstPause = 500
const longestPause = 5_000

export function createConnection({ address, around, log }: Options): Connection {
  const state = createWatched<EngineState>({ is: 'connecting', since: Date.now() })
  const listeners = new Set<(event: EngineEvent) => void>()
  const ended = new AbortController()
  let living: Living | null = null
  /** The engine that was lost: it alone is waited for, until the user asks to look anew. */
  let loyal: Candidate | null = null
  let nudge = new AbortController()

  const over = () => ended.signal.aborted
  const tell = (event: EngineEvent) => {
    for (const listener of [...listeners]) listener(event)
  }

  function refusalNow(): RefusalError {
    const now = state.get()
    if (now.is === 'down') return new RefusalError(now.refusal.code, now.refusal)
    return new RefusalError('EngineDown', { evidence: 'not connected yet', actions: ['reconnect'] })
  }

  /** The living link; while the first search is under way it is worth waiting for its outcome. */
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

  /** Lives with an engine until it is lost, and says why. */
  async function live(found: Extract<Found, { is: 'found' }>): Promise<RefusalError> {
    const { transport, candidate, up } = found
    const gone = new AbortController()
    const own = createCalls(() => Promise.resolve({ transport, lost: gone.signal }))
    const reason = await new Promise<RefusalError>((resolve) => {
      ended.signal.addEventListener('abort', () => resolve(new RefusalError('Cancelled')), { once: true })
      const lose = (why: string) => resolve(lossOf(up, why))
      const follow = async () => {
        const events = await openEvents(own)
        living = { link: { transport, lost: gone.signal }, candidate, address: address(), lose: resolve }
        state.set(up)
        log(`engine up: ${up.product} ${up.version} at ${up.address} (${up.source}), API ${up.apiVersion}`)
        tell({ type: 'daemon', action: 'up', id: '', attributes: {} })
        for await (const event of readEvents(events)) tell(event)
        lose('the engine closed the connection')
      }
      follow().catch((error: unknown) => lose(refusalForError(error).refusal.evidence))
      const ping = (limit: number, signal: AbortSignal) =>
        own.reply({ method: 'GET', path: '/_ping' }, { deadline: limit, signal }).then(
          () => true,
          (error: unknown) => {
            if (refusalForError(error).refusal.code === 'EngineTimeout') return false
            throw error
          },
        )
      const eager = () => state.followers() > 0 || calls.busy() > 0
      keepVigil({ ping, heardAt: transport.heardAt, eager }, gone.signal).then(
        (why) => why !== null && lose(why),
        (error: unknown) => lose(String(error)),
      )
    })
    living = null
    // Looking anew was asked for: the state says 'connecting' already.
    if (!ended.signal.aborted && state.get().is !== 'connecting') down(reason, up.tried, firstPause)
    gone.abort(reason)
    transport.close()
    return reason
  }

  function down({ refusal }: RefusalError, tried: EngineUp['tried'], wait: number) {
    state.set({ is: 'down', since: Date.now(), refusal, tried, retryAt: Date.now() + wait })
  }

  async function look(): Promise<Found> {
    const list = await candidates(address(), around)
    const stay = loyal
    const wanted = stay
      ? list.filter((one) => one.source === stay.source && one.address === stay.address)
      : []
    return search(wanted.length > 0 ? wanted : list, ended.signal)
  }

  async function keepConnected() {
    let wait = firstPause
    while (!ended.signal.aborted) {
      nudge = new AbortController()
      const found = await look()
      if (found.is === 'found') {
        const reason = await live(found)
        if (!over()) log(`engine lost: ${reason.refusal.evidence}`)
        if (state.get().is === 'connecting') continue
        loyal = found.candidate
        wait = firstPause
      } else {
        if (over()) return
        const { is } = state.get()
        if (is !== 'down' || wait === firstPause) log(`no engine: ${found.refusal.refusal.evidence}`)
        down(found.refusal, found.tried, wait)
      }
      const stop = joinSignals([nudge.signal, ended.signal])
      await pause(wait, stop.signal)
      stop.release()
      wait = nudge.signal.aborted ? firstPause : Math.min(wait * 2, longestPause)
    }
  }
  const running = keepConnected().catch((error: unknown) => {
    // Nothing in the loop may throw; if it does it is a bug, and the state must say that nobody is trying any more.
    log(
      `engine connection failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
    down(refusalForError(error), [], 0)
  })

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
      if (living?.address === address()) return
      loyal = null
      state.set({ is: 'connecting', since: Date.now() })
      if (living) living.lose(new RefusalError('EngineDown', { evidence: 'another engine was chosen' }))
      nudge.abort()
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    candidate: () => living?.candidate ?? null,
    calls,
    async dispose() {
      ended.abort(new RefusalError('Cancelled'))
      nudge.abort()
      await running
      listeners.clear()
    },
  }
}

function lossOf(up: EngineUp, why: string): RefusalError {
  return new RefusalError('EngineDown', {
    params: { address: up.address },
    evidence: why,
    raw: why,
    actions: ['reconnect'],
  })
}
