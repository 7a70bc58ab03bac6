// The sampling loop: one query at a time, started again with growing pauses for as long as somebody looks.
import type { GpuState } from '../../shared/contract/gpus'
import { faceOf, type Reading } from '../../shared/model/nvidia'
import type { RunCommand } from './command'
import { createDriver, type Probed } from './driver'
import { followQuery, type QueryEnd } from './query'
import type { Pauses } from './waits'

/** Milliseconds. Tests shorten them. */
export type Patience = {
  firstRound: number
  nextRound: number
  quiet: number
  probe: number
  lookAgain: number
  /** The last one repeats. */
  backOff: readonly number[]
}

export const usualPatience: Patience = {
  // A driver without persistence mode starts each card anew for every process.
  firstRound: 30_000,
  nextRound: 5000,
  quiet: 400,
  probe: 15_000,
  lookAgain: 30_000,
  backOff: [1000, 2000, 5000, 10_000, 30_000],
}

type Live = Extract<GpuState, { is: 'live' }>

export function createSampling(options: {
  run: RunCommand
  now: () => number
  patience: Patience
  tell: (state: GpuState, round: number | null) => void
}): (signal: AbortSignal, pauses: Pauses) => Promise<void> {
  const { run, now, patience, tell } = options
  const driver = createDriver(run, patience.probe)
  /** Every card ever seen: a lost one keeps its name from here. */
  const known = new Map<string, Reading>()
  let machine: string | null = null
  let roundsBefore = 0
  let failures = 0

  /** One query from start to end. Null: start again at once. Else the milliseconds to wait first. */
  async function once(signal: AbortSignal): Promise<number | null> {
    const probed = await driver.probe(signal)
    if (signal.aborted) return null
    if (probed.is === 'missing') return missing(probed.raw)
    const { end, changed } = await query(probed, signal)
    if (end.is === 'missing') return missing(end.raw)
    if (end.is === 'stopped' || (end.is === 'ended' && driver.refused(end.raw))) {
      if (changed) driver.forget()
      return null
    }
    return afterFailure(end)
  }

  async function query(
    probed: Extract<Probed, { is: 'here' }>,
    signal: AbortSignal,
  ): Promise<{ end: QueryEnd; changed: boolean }> {
    const restart = new AbortController()
    const onAbort = (): void => restart.abort()
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    let changed = false
    let last = 0
    const end = await followQuery({
      run,
      fields: probed.fields,
      known: () => [...known.values()],
      patience,
      signal: restart.signal,
      onRound(readings, round) {
        failures = round > 5 ? 0 : failures
        const state = liveState(readings, probed, now())
        const before = machine
        machine = machineOf(state)
        // Another driver or other cards in the middle of a stream: what was asked of the old ones may be wrong.
        if (last !== 0 && last !== round && before !== machine) {
          changed = true
          restart.abort()
          return
        }
        // A probe of another day may describe another driver.
        if (
          last === 0 &&
          probed.versions.driver !== null &&
          !sameDriver(probed.versions.driver, state.driver)
        ) {
          driver.forget()
        }
        last = round
        for (const reading of readings) known.set(reading.card.uuid, reading)
        tell(state, roundsBefore + round)
      },
    })
    roundsBefore += last
    signal.removeEventListener('abort', onAbort)
    return { end, changed }
  }

  function missing(raw: string): number {
    tell({ is: 'absent', reason: 'no-nvidia-smi', raw }, null)
    return patience.lookAgain
  }

  function afterFailure(end: Exclude<QueryEnd, { is: 'missing' } | { is: 'stopped' }>): number {
    const wait = patience.backOff[Math.min(failures, patience.backOff.length - 1)] ?? patience.lookAgain
    failures += 1
    if (end.is === 'silent') {
      const raw = [end.raw, `nvidia-smi: no reading within ${end.waitedMilliseconds} ms`]
      tell(
        {
          is: 'failed',
          reason: 'unknown',
          raw: raw.join('\n').trim(),
          exitCode: null,
          retryAt: now() + wait,
        },
        null,
      )
      return wait
    }
    const face = faceOf(end.raw, end.code)
    // Readings until just now and no known cause: look once more before saying that it failed. A lost card among healthy
    // ones ends the tool each time, with everything worth knowing already in its rows.
    const passing = face.is === 'failed' && (face.reason === 'unknown' || face.reason === 'lost')
    if (end.rounds > 0 && passing) return Math.min(wait, patience.nextRound)
    if (face.is === 'absent') {
      tell(face, null)
      return patience.lookAgain
    }
    tell({ ...face, retryAt: now() + wait }, null)
    return wait
  }

  return async (signal, pauses) => {
    while (!signal.aborted) {
      const wait = await once(signal)
      if (wait !== null) await pauses.pause(wait, signal)
    }
  }
}

function liveState(readings: Reading[], probed: Extract<Probed, { is: 'here' }>, at: number): Live {
  const driver = readings.find((reading) => reading.driver !== null)?.driver ?? probed.versions.driver ?? ''
  const { cuda, simulated } = probed.versions
  return { is: 'live', at, driver, cuda, simulated, cards: readings.map(({ card }) => card) }
}

/** What the probe's answers depend on. */
function machineOf(state: Live): string {
  return [state.driver, ...state.cards.map(({ uuid }) => uuid)].join(' ')
}

/** The two tools do not always print the same number of parts (`610.62`, `610.62.01`). */
function sameDriver(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`)
}
