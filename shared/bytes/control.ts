// Control messages as text: written here, and read without ever throwing at a malformed one.
import { ControlSchema, type Control } from './protocol'

/** How a stream ended: `finished` after its last byte, `lost` when what feeds it broke (detail says why). */
export type StreamEnd = { reason: 'finished' | 'lost'; detail: string }

/** In character cells. */
export type ScreenSize = { cols: number; rows: number }

export function writeControl(control: Control): string {
  return JSON.stringify(control)
}

/** The control in a text message, or null when it is none. */
export function readControl(text: string): Control | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    // Not JSON: the caller treats it as a broken peer, the same as JSON of another shape.
    return null
  }
  const parsed = ControlSchema.safeParse(json)
  return parsed.success ? parsed.data : null
}
