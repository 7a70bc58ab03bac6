// Runs nvidia-smi once, to its end or its time limit, and keeps what it printed.
import type { Command, RunCommand } from './command'

export type Captured =
  | { is: 'ended'; code: number | null; text: string }
  | { is: 'missing'; raw: string }
  | { is: 'silent'; text: string }

/** The list of fields is about 60 kB; nothing the tool prints is near this. */
const mostCharacters = 1_000_000

export async function capture(
  run: RunCommand,
  args: readonly string[],
  limits: { signal: AbortSignal; milliseconds: number },
): Promise<Captured> {
  const command = run(args)
  let text = ''
  const keep = (chunk: string): void => {
    if (text.length < mostCharacters) text += chunk
  }
  command.stdout.setEncoding('utf8').on('data', keep)
  command.stderr.setEncoding('utf8').on('data', keep)
  const late = await endsInTime(command, limits)
  const ending = await command.ended
  if (ending.is === 'missing') return ending
  return late ? { is: 'silent', text } : { is: 'ended', code: ending.code, text }
}

/** True when it had to be stopped. */
async function endsInTime(
  command: Command,
  { signal, milliseconds }: { signal: AbortSignal; milliseconds: number },
): Promise<boolean> {
  const stops: Promise<void>[] = []
  const stop = (): void => {
    stops.push(command.stop())
  }
  const timer = setTimeout(stop, milliseconds)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  await command.ended
  clearTimeout(timer)
  signal.removeEventListener('abort', stop)
  await Promise.all(stops)
  return stops.length > 0
}
