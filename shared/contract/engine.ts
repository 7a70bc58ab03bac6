// The engine room's contract: which container engine answered, and whether it still does.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { RefusalSchema } from '../model/refusal'
import { procedure } from './base'

export const EngineSourceSchema = z.enum([
  /** The address the user gave in the settings. */
  'settings',
  'DOCKER_HOST',
  'context',
  'system',
  'rootless',
  'desktop',
  'podman',
])

/** One address that was tried, in order, and what came of it. */
export const EngineAttemptSchema = z.object({
  source: EngineSourceSchema,
  /** Context name, or '' */
  name: z.string(),
  address: z.string(),
  outcome: z.enum([
    'answered',
    'absent',
    'refused',
    'forbidden',
    'silent',
    'too-old',
    'unsupported',
    'not-tried',
  ]),
  detail: z.string(),
})

export const EngineUpSchema = z.object({
  is: z.literal('up'),
  since: z.number(),
  source: EngineSourceSchema,
  name: z.string(),
  address: z.string(),
  product: z.enum(['docker', 'desktop', 'podman']),
  /** The engine's own version, e.g. '28.3.2', and the API version spoken, e.g. '1.44'. */
  version: z.string(),
  apiVersion: z.string(),
  hostName: z.string(),
  os: z.string(),
  architecture: z.string(),
  storageDriver: z.string(),
  rootless: z.boolean(),
  /** True when the engine runs on this machine (unix socket), so host paths and 127.0.0.1 mean the same. */
  local: z.boolean(),
  cpus: z.number(),
  memoryBytes: z.number(),
  /** CDI device names the engine says it knows, e.g. 'nvidia.com/gpu=0'; [] where it does not say. */
  cdiDevices: z.array(z.string()),
  /** Names under info.Runtimes, e.g. 'runc', 'nvidia'. */
  runtimes: z.array(z.string()),
  tried: z.array(EngineAttemptSchema),
})

export const EngineStateSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('connecting'), since: z.number() }),
  EngineUpSchema,
  z.object({
    is: z.literal('down'),
    since: z.number(),
    refusal: RefusalSchema,
    tried: z.array(EngineAttemptSchema),
    retryAt: z.number(),
  }),
])
export type EngineAttempt = z.infer<typeof EngineAttemptSchema>
export type EngineUp = z.infer<typeof EngineUpSchema>
export type EngineState = z.infer<typeof EngineStateSchema>

export const engineContract = {
  /** The current state first, then every change. */
  watch: procedure.output(eventIterator(EngineStateSchema)),
  /** Try again now instead of at `retryAt`. */
  reconnect: procedure.output(z.void()),
}
