// One long-running `nvidia-smi --query-gpu … -lms`: from its start to its end, for whatever reason it ends.
import type { Reading } from '../../shared/model/nvidia'
import type { RunCommand } from './command'
import { createRounds } from './rounds'

export type QueryEnd =
  | { is: 'ended'; code: number | null; raw: string; rounds: number }
  | { is: 'missing'; raw: string }
  /** No round came in time; it was stopped. */
  | { is: 'silent'; raw: string; waitedMilliseconds: number }
  /** The caller's signal fired; it was stopped. */
  | { is: 'stopped' }

const longestLine = 64 * 1024

export async function followQuery(options: {
  run: RunCommand
  fields: string[]
  known: () => Reading[]
  onRound: (readings: Reading[], round: number) => void
  /** A cold driver may take many seconds for its first answer. */
  patience: { firstRound: number; nextRound: number; quiet: number }
  signal: AbortSignal
}): Promise<QueryEnd> {
  const { patience, signal } = options
  const command = options.run([
    `--query-gpu=${options.fields.join(',')}`,
    '--format=csv,nounits',
    '-lms',
    '1000',
  ])
  const stops: { why: 'silent' | 'stopped'; done: Promise<void> }[] = []
  let rounds = 0
  const stop = (why: 'silent' | 'stopped'): void => {
    stops.push({ why, done: command.stop() })
  }
  const silence = (): void => stop('silent')
  let watchdog = setTimeout(silence, patience.firstRound)
  const onAbort = (): void => stop('stopped')
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()

  const gather = createRounds({
    known: options.known,
    quietMilliseconds: patience.quiet,
    emit(readings, round) {
      if (stops.length > 0) return
      rounds += 1
      clearTimeout(watchdog)
      watchdog = setTimeout(silence, patience.nextRound)
      options.onRound(readings, round)
    },
  })
  const flush = [
    splitLines(command.stdout, (text) => gather.line(text)),
    splitLines(command.stderr, (text) => gather.line(text)),
  ]

  const ending = await command.ended
  for (const rest of flush) rest()
  gather.end()
  clearTimeout(watchdog)
  signal.removeEventListener('abort', onAbort)
  await Promise.all(stops.map(({ done }) => done))
  if (ending.is === 'missing') return ending
  const why = stops[0]?.why
  if (why === 'stopped') return { is: 'stopped' }
  if (why === 'silent') {
    const waitedMilliseconds = rounds > 0 ? patience.nextRound : patience.firstRound
    return { is: 'silent', raw: gather.words(), waitedMilliseconds }
  }
  return { is: 'ended', code: ending.code, raw: gather.words(), rounds }
}

/** Calls `line` for each whole line; the function it returns gives the last one, which may lack its line feed. */
export function splitLines(stream: NodeJS.ReadableStream, line: (text: string) => void): () => void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n')
    // A stream without line feeds is garbage: keep its end only.
    rest = (parts.pop() ?? '').slice(-longestLine)
    for (const part of parts) line(part)
  })
  return () => {
    if (rest !== '') line(rest)
    rest = ''
  }
}
