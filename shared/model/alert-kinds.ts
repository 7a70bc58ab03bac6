// The kinds of alerts: each can be switched off by itself.
import { z } from 'zod'

export const alertKinds = [
  /** A card's memory is above 95 %. */
  'memory-full',
  /** "CUDA out of memory" in the log of a running environment. */
  'cuda-out-of-memory',
  /** The driver says that a card is lost, or needs a reset. */
  'card-lost',
  /** Slowed down by heat or by the power supply (not by the usual power limit alone). */
  'throttled',
  /** An idle kernel holds memory for a long time. */
  'idle-memory',
  /** One card of a container computes while its others idle. */
  'one-busy-card',
  /** A running container cannot reach the cards it was given any more (daemon reload). */
  'container-lost-gpu',
  /** The reaper is about to shut a kernel down. */
  'reaper',
] as const
export const AlertKindSchema = z.enum(alertKinds)
export type AlertKind = z.infer<typeof AlertKindSchema>
