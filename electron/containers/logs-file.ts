// A container's whole log as plain text: lines whole and in order, without the engine's frames.
import { createLogReader, type LogFraming, type LogMessage } from '../../shared/bytes'

/** Two streams that write long lines at once are not mixed within a line, up to this length. */
const longestHeld = 1024 * 1024
const newline = 10

/** What the program wrote, byte for byte within each stream; with a time before each line if wanted. */
export async function* logText(
  chunks: AsyncIterable<unknown>,
  { framing, timestamps }: { framing: LogFraming; timestamps: boolean },
): AsyncGenerator<Buffer> {
  const reader = createLogReader(framing, timestamps)
  const lines = createLineJoiner()
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) continue
    const text = Buffer.concat(reader.push(chunk).flatMap(lines.push))
    if (text.length > 0) yield text
  }
  const last = Buffer.concat([...reader.rest().flatMap(lines.push), ...lines.rest()])
  if (last.length > 0) yield last
}

type Open = { parts: Uint8Array[]; length: number; begun: boolean }

function createLineJoiner() {
  const none = (): Open => ({ parts: [], length: 0, begun: false })
  const open = { stdout: none(), stderr: none() }
  return {
    /** What may be written now: of a line in parts nothing before its end came. */
    push: ({ source, time, body }: LogMessage): Uint8Array[] => {
      const line = open[source]
      const stamp = !line.begun && time !== '' ? [Buffer.from(`${time} `)] : []
      const ended = body.at(-1) === newline
      line.begun = !ended
      // Most lines come in one piece.
      if (ended && line.length === 0) return [...stamp, body]
      line.parts.push(...stamp, ended ? body : body.slice())
      line.length += body.length
      if (!ended && line.length < longestHeld) return []
      const { parts } = line
      open[source] = { ...none(), begun: line.begun }
      return parts
    },
    rest: (): Uint8Array[] => [...open.stdout.parts, ...open.stderr.parts],
  }
}

/** 'vision-2026-11-24T0431.log': the container's name, made safe for a file, and the local time. */
export function logFileName(name: string, now: Date): string {
  const two = (figure: number) => String(figure).padStart(2, '0')
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  const safe = name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[-.]+/, '')
  return `${safe === '' ? 'container' : safe}-${day}T${two(now.getHours())}${two(now.getMinutes())}.log`
}
