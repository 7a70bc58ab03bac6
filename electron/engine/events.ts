// The engine's event stream: opened before anything is listed, so that no change falls between.
import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { Calls } from './calls'
import { jsonLines } from './lines'
import type { EngineEvent } from './types'

const EventSchema = z.object({
  Type: z.string().default(''),
  Action: z.string().default(''),
  Actor: z
    .object({ ID: z.string().default(''), Attributes: z.record(z.string(), z.string()).nullish() })
    .optional(),
})

const known = ['container', 'image', 'volume', 'daemon'] as const
const filters = JSON.stringify({ type: known })

/** Resolves as soon as the engine has taken the subscription. */
export function openEvents(calls: Calls): Promise<Readable> {
  return calls.stream({ method: 'GET', path: '/events', query: { filters } }, { deadline: 5_000 })
}

export async function* readEvents(stream: Readable): AsyncGenerator<EngineEvent> {
  for await (const line of jsonLines(stream)) yield eventFrom(EventSchema.parse(line))
}

function isKnown(type: string): type is (typeof known)[number] {
  return known.some((each) => each === type)
}

function eventFrom({ Type, Action, Actor }: z.infer<typeof EventSchema>): EngineEvent {
  const type = isKnown(Type) ? Type : 'other'
  // 'exec_create: <the whole command line>', 'health_status: healthy': what follows the colon may be private.
  const action = Action.split(':', 1)[0] ?? ''
  return { type, action, id: Actor?.ID ?? '', attributes: Actor?.Attributes ?? {} }
}
