// The doctor: looks at the machine when asked, says what is wrong and why, and mends it on request. Nothing runs by itself.
import { setMaxListeners } from 'node:events'
import type { Check, CheckId, DoctorState } from '../../shared/contract/doctor'
import { RefusalError } from '../../shared/model/refusal'
import type { DoctorRoom } from '../services'
import { createWatched } from '../watched'
import { applySteps } from './apply'
import { checks } from './checks'
import { fixFor, type ReadyFix, type Setup } from './fixes'
import { openLook, type Around, type Look } from './look'
import { withoutPasswords } from './redact'
import { running, runRound, withDependents, type Answered } from './round'

export { thisMachine, type Machine } from './machine'

const everything = checks.map(({ id }) => id)
/** Of a fix's output, the last part. */
const mostOutput = 200_000

export function createDoctor(around: Around & { log: (line: string) => void }): DoctorRoom {
  const { machine, engine, log } = around
  const gone = new AbortController()
  const watched = createWatched<DoctorState>({ checks: [], fixing: null, at: null })
  /** Steps of the fixes that are shown, by check. */
  const ready = new Map<CheckId, ReadyFix[]>()
  let current: { signal: AbortController; done: Promise<void> } | null = null

  const put = (change: Partial<DoctorState>) => watched.set({ ...watched.get(), ...change })
  const replace = (check: Check) =>
    put({ checks: watched.get().checks.map((each) => (each.id === check.id ? check : each)) })

  async function answered({ id, outcome, milliseconds }: Answered, look: Look): Promise<void> {
    const setup = await setupOf(look)
    const fixes = await Promise.all(outcome.fixes.map((fix) => fixFor(fix, machine, setup)))
    ready.set(id, fixes)
    const { state, finding, params } = outcome
    const evidence = withoutPasswords(outcome.evidence)
    const shown = fixes.map((fix) => fix.shown)
    replace({ id, state, finding, params, evidence, fixes: shown, milliseconds })
  }

  /** One round at a time: a new one ends the one under way, and asks again what that one had not answered. */
  async function round(wanted: readonly CheckId[]): Promise<void> {
    const stopped = current
    const left = watched
      .get()
      .checks.filter(({ state }) => state === 'running')
      .map(({ id }) => id)
    const first = watched.get().checks.length === 0
    const only = first ? everything : everything.filter((id) => wanted.includes(id) || left.includes(id))
    const signal = new AbortController()
    const known = watched.get().checks
    put({
      checks: everything.map((id) =>
        only.includes(id) ? running(id) : (known.find((each) => each.id === id) ?? running(id)),
      ),
    })
    const work = async () => {
      stopped?.signal.abort()
      await stopped?.done
      await runOnce(only, signal)
    }
    const mine = { signal, done: work() }
    current = mine
    await mine.done
  }

  async function runOnce(only: readonly CheckId[], mine: AbortController): Promise<void> {
    const stop = () => mine.abort()
    gone.signal.addEventListener('abort', stop, { once: true })
    if (gone.signal.aborted) stop()
    // Every check and every fact listens for the end of the round: many is right here, and each lets go.
    setMaxListeners(0, mine.signal)
    const look = openLook(around, mine.signal)
    const showing: Promise<void>[] = []
    try {
      await runRound({
        ...{ look, only, signal: mine.signal },
        onAnswer: (one) => showing.push(answered(one, look)),
      })
      await Promise.all(showing)
      if (!mine.signal.aborted && only.length === everything.length) put({ at: machine.now() })
    } finally {
      gone.signal.removeEventListener('abort', stop)
      // What still waits of this look (a slow fact whose check gave up) ends with it.
      mine.abort()
    }
  }

  async function run(check: CheckId | null): Promise<void> {
    // An engine that was down may be up by now: look at once instead of at the next retry.
    if ((check === null || check === 'engine') && engine.state().is === 'down') engine.reconnect()
    await round(check === null ? everything : withDependents(check))
  }

  async function apply({ check, fix, commands }: Parameters<DoctorRoom['apply']>[0]): Promise<void> {
    const under = watched.get().fixing
    if (under !== null && under.exitCode === null)
      throw new RefusalError('Conflict', { evidence: `${under.fix} is being applied` })
    const found = ready.get(check)?.find(({ shown }) => shown.id === fix)
    if (found === undefined || found.shown.applies === 'no' || found.steps.length === 0)
      throw new RefusalError('NotFound', {
        params: { name: fix },
        evidence: `${check} offers no ${fix} that Berth may apply`,
      })
    // A round in between may have filled them otherwise: nobody agreed to that.
    if (found.shown.commands.join('\n') !== commands.join('\n'))
      throw new RefusalError('Conflict', { evidence: `${fix} has other commands by now: look at them again` })
    const told = { output: '' }
    const tell = (exitCode: number | null) => put({ fixing: { check, fix, output: told.output, exitCode } })
    tell(null)
    log(`doctor: applying ${fix}: ${found.shown.commands.join(' ; ')}`)
    const exitCode = await applySteps(found.steps, found.shown.applies, machine, {
      signal: gone.signal,
      onOutput(text) {
        told.output = `${told.output}${text}`.slice(-mostOutput)
        tell(null)
      },
    })
    log(`doctor: ${fix} ended with ${exitCode}`)
    tell(exitCode)
    await engineBack()
    await round(withDependents(rootOf(check)))
  }

  /** A fix may have started or restarted the engine: its connection is looked for again before the re-test. */
  async function engineBack(): Promise<void> {
    engine.reconnect()
    const patience = AbortSignal.any([gone.signal, AbortSignal.timeout(15_000)])
    for await (const state of engine.watch(patience)) if (state.is === 'up') return
  }

  return {
    watch: async function* (signal) {
      if (watched.get().checks.length === 0 && current === null)
        void run(null).catch((error: unknown) => log(`doctor: ${String(error)}`))
      yield* watched.watch(signal)
    },
    run,
    apply,
    async dispose() {
      gone.abort()
      await current?.done
    },
  }
}

/** Checks that a fix of `check` may turn over: a restart of the engine is the engine's business as well. */
function rootOf(check: CheckId): CheckId {
  return ['toolkit', 'toolkit-configured', 'engine-restarted', 'cdi'].includes(check) ? 'engine' : check
}

async function setupOf(look: Look): Promise<Setup> {
  const state = await look.engine()
  if (state.is !== 'up') return null
  return state.product === 'podman' ? 'podman' : state.rootless ? 'rootless' : null
}
