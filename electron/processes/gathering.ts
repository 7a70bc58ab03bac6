// Runs the process query for as long as the card stream says that the driver answers: one at a time, started again with
// growing pauses. What the card stream cannot have, this one cannot have either, so it does not even try.
import type { GpuState } from '../../shared/contract/gpus'
import type { ComputeApp } from '../../shared/model/nvidia'
import { createPauses, type RunCommand } from '../gpu'
import { followApps, type AppPatience, type AppsEnd } from './follow-apps'

type Live = Extract<GpuState, { is: 'live' }>

export type GatheringOptions = {
  run: RunCommand
  cards: (signal: AbortSignal) => AsyncIterable<GpuState>
  patience: AppPatience & { backOff: readonly number[] }
  onRound: (apps: ComputeApp[], cards: Live) => void
  /** The driver cannot be asked, or does not answer this question. */
  onTrouble: (raw: string) => void
}

/** Settles when the signal has fired and the last process is gone. */
export async function gather(options: GatheringOptions, signal: AbortSignal): Promise<void> {
  const heard: { beats: number; live: Live | null } = { beats: 0, live: null }
  let current: { stop: AbortController; done: Promise<void> } | null = null
  const pauses = createPauses()

  async function query(stopped: AbortSignal): Promise<void> {
    let failures = 0
    while (!stopped.aborted) {
      const end = await followApps({
        run: options.run,
        patience: options.patience,
        beats: () => heard.beats,
        signal: stopped,
        onRound(apps) {
          failures = 0
          if (heard.live) options.onRound(apps, heard.live)
        },
      })
      if (end.is === 'stopped') return
      // Silence after rounds is no failure: the query is only asked to prove that it still answers.
      if (end.is === 'silent' && end.rounds > 0) continue
      const { backOff } = options.patience
      const wait = backOff[Math.min(failures, backOff.length - 1)] ?? 1000
      failures += 1
      // Once may be a driver that is just being changed.
      if (failures > 1) options.onTrouble(wordsOf(end))
      await pauses.pause(wait, stopped)
    }
  }

  async function end(): Promise<void> {
    current?.stop.abort()
    await current?.done
    current = null
  }

  try {
    for await (const state of options.cards(signal)) {
      if (state.is === 'live') {
        heard.beats += 1
        heard.live = state
        if (current) continue
        const stop = new AbortController()
        current = { stop, done: query(stop.signal) }
      } else if (state.is !== 'looking') {
        heard.live = null
        await end()
        options.onTrouble(state.raw)
      }
    }
  } finally {
    await end()
  }
}

function wordsOf(end: Exclude<AppsEnd, { is: 'stopped' }>): string {
  return end.raw !== '' ? end.raw : `nvidia-smi --query-compute-apps: ${end.is}`
}
