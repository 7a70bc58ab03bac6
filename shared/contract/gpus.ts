// The GPU room's contract: what nvidia-smi says, live. Figures are null where the driver gives none ([N/A] and its kin).
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base'

/** From `clocks_event_reasons.active` (NVML's nvmlClocksEventReasons); 'idle' and the usual settings are no throttling. */
export const ThrottleReasonSchema = z.enum([
  'power-limit',
  'hardware-slowdown',
  'software-thermal',
  'hardware-thermal',
  'power-brake',
])
export type ThrottleReason = z.infer<typeof ThrottleReasonSchema>

export const CardSchema = z.object({
  index: z.number(),
  uuid: z.string(),
  name: z.string(),
  /** 'ok', or what the driver says instead of data for this card. */
  health: z.enum(['ok', 'lost', 'needs-reset', 'unknown']),
  utilisationPercent: z.number().nullable(),
  memoryTotalMiB: z.number().nullable(),
  memoryUsedMiB: z.number().nullable(),
  temperatureCelsius: z.number().nullable(),
  powerWatts: z.number().nullable(),
  powerLimitWatts: z.number().nullable(),
  fanPercent: z.number().nullable(),
  smClockMHz: z.number().nullable(),
  performanceState: z.string().nullable(),
  computeCapability: z.string().nullable(),
  migEnabled: z.boolean().nullable(),
  /** Why the clocks are below what was asked for; [] when they are not, null where the driver does not say. */
  throttling: z.array(ThrottleReasonSchema).nullable(),
})
export type Card = z.infer<typeof CardSchema>

export const GpuStateSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('looking') }),
  /** No NVIDIA tool on this machine, or it lists no devices: the app is whole, on the CPU. */
  z.object({ is: z.literal('absent'), reason: z.enum(['no-nvidia-smi', 'no-devices']), raw: z.string() }),
  z.object({
    is: z.literal('failed'),
    reason: z.enum(['no-driver', 'mismatch', 'lost', 'unknown']),
    raw: z.string(),
    exitCode: z.number().nullable(),
    retryAt: z.number(),
  }),
  z.object({
    is: z.literal('live'),
    /** Milliseconds since the epoch of this sample. */
    at: z.number(),
    driver: z.string(),
    /** Newest CUDA the driver supports, e.g. '12.8'; null where the tool does not say. */
    cuda: z.string().nullable(),
    /** The stand-in's own words when the GPUs are simulated; null on real ones. */
    simulated: z.string().nullable(),
    cards: z.array(CardSchema),
  }),
])
export type GpuState = z.infer<typeof GpuStateSchema>

/** Columns of equal length; NaN never occurs, null means no figure at that moment. */
export const GpuHistorySchema = z.record(
  z.string(),
  z.object({
    at: z.array(z.number()),
    utilisationPercent: z.array(z.number().nullable()),
    memoryUsedMiB: z.array(z.number().nullable()),
  }),
)
export type GpuHistory = z.infer<typeof GpuHistorySchema>

/** From `nvidia-smi topo -m`. Links: NV1… (NVLink, bonded links), PIX, PXB, PHB, NODE, SYS (PCIe, ever farther apart). */
export const TopologySchema = z.object({
  /** As the tool names them, e.g. 'GPU0', 'NIC0'. */
  names: z.array(z.string()),
  /** Square: links[i][j] between names[i] and names[j]; '' on the diagonal. */
  links: z.array(z.array(z.string())),
  /** By name, GPUs only, where the tool says. */
  affinity: z.record(z.string(), z.object({ cpus: z.string(), numa: z.string() })),
})
export type Topology = z.infer<typeof TopologySchema>

export const gpusContract = {
  /** The latest state first, then every sample (about 1 s) while somebody listens; sampling stops when nobody does. */
  watch: procedure.output(eventIterator(GpuStateSchema)),
  /** By card UUID, oldest first: the last 15 minutes at 1 s, or the last day at 10 s (means; it outlives the app). */
  history: procedure.input(z.object({ span: z.enum(['minutes', 'day']) })).output(GpuHistorySchema),
  /** How the cards are connected; null where the driver's tool has no answer. */
  topology: procedure.output(TopologySchema.nullable()),
}
