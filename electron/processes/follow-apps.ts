// One long-running `nvidia-smi --query-compute-apps … -lms`: from its start to its end, for whatever reason it ends.
import type { ComputeApp } from '../../shared/model/nvidia'
import { splitLines, type RunCommand } from '../gpu'
import { createAppRounds } from './app-rounds'

/** Milliseconds. */
export type AppPatience = {
  /** Until the header of a cold driver. */
  first: number
  period: number
  /** On top of a period (or of what a slow tool really took) before silence means "no processes". */
  slack: number
  quiet: number
  /** After so much silence the query is started anew: a fresh header proves that it still answers. */
  proof: number
}

export type AppsEnd =
  | { is: 'ended'; code: number | null; raw: string; rounds: number }
  | { is: 'missing'; raw: string }
  /** It said nothing for too long, or needs to prove that it still would. */
  | { is: 'silent'; raw: string; rounds: number }
  | { is: 'stopped' }

export async function followApps(options: {
  run: RunCommand
  onRound: (apps: ComputeApp[]) => void
  /** Samples that the card stream has had so far. */
  beats: () => number
  patience: AppPatience
  signal: AbortSignal
}): Promise<AppsEnd> {
  const { patience, signal, beats } = options
  const command = options.run([
    '--query-compute-apps=timestamp,gpu_uuid,pid,used_gpu_memory,process_name',
    '--format=csv,nounits',
    '-lms',
    String(patience.period),
  ])
  const stops: { why: 'silent' | 'stopped'; done: Promise<void> }[] = []
  const stop = (why: 'silent' | 'stopped'): void => void stops.push({ why, done: command.stop() })
  const onAbort = (): void => stop('stopped')
  let rounds = 0
  let last = { at: performance.now(), beats: beats() }
  let heardAt = last.at
  let rowsAt = -Infinity
  let gap = patience.period

  /**
   * A round in which nobody holds anything prints nothing, and so does a tool that hangs. The card stream tells the two
   * apart: two samples since the last row mean that the driver answers, and then silence is the answer.
   */
  const overdue = (): void => {
    const now = performance.now()
    if (now - heardAt > patience.proof) return stop('silent')
    if (beats() - last.beats >= 2) return round([])
    watchdog = setTimeout(overdue, patience.slack)
  }
  let watchdog = setTimeout(() => stop('silent'), patience.first)

  const round = (apps: ComputeApp[]): void => {
    if (stops.length > 0) return
    const now = performance.now()
    if (apps.length > 0) {
      // A cold driver takes longer than its period for each round; after more than four of them it was silence.
      gap = now - rowsAt > 4 * patience.period ? patience.period : Math.max(patience.period, now - rowsAt)
      rowsAt = now
    }
    if (apps.length > 0 || rounds === 0) heardAt = now
    rounds += 1
    last = { at: now, beats: beats() }
    clearTimeout(watchdog)
    watchdog = setTimeout(overdue, gap + patience.slack)
    options.onRound(apps)
  }

  const gather = createAppRounds({ emit: round, quietMilliseconds: patience.quiet })
  const flush = [command.stdout, command.stderr].map((stream) => splitLines(stream, gather.line))
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()

  const ending = await command.ended
  for (const rest of flush) rest()
  gather.end()
  clearTimeout(watchdog)
  signal.removeEventListener('abort', onAbort)
  await Promise.all(stops.map(({ done }) => done))
  if (ending.is === 'missing') return ending
  const why = stops[0]?.why
  if (why === 'stopped') return { is: 'stopped' }
  if (why === 'silent') return { is: 'silent', raw: gather.words(), rounds }
  return { is: 'ended', code: ending.code, raw: gather.words(), rounds }
}
