// The contract of GPU processes: who holds which card's memory, down to the notebook; what cannot be known is said.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base'

/** A Jupyter kernel as its server describes it. */
export const KernelHintSchema = z.object({
  id: z.string(),
  /** Jupyter's execution_state, e.g. 'idle', 'busy', 'starting'; 'unknown' where the server did not answer. */
  state: z.enum(['idle', 'busy', 'starting', 'restarting', 'dead', 'unknown']),
  /** Milliseconds since the epoch; null where the server did not say. */
  lastActivity: z.number().nullable(),
  /** Path of the notebook or console as the server names it; null when no session holds this kernel. */
  notebook: z.string().nullable(),
})
export type KernelHint = z.infer<typeof KernelHintSchema>

export const ProcessOwnerSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('container'),
    containerId: z.string(),
    name: z.string(),
    /** Launched by a Berth: read from the container's labels. */
    environment: z.object({ id: z.string(), name: z.string(), startedBy: z.string().nullable() }).nullable(),
    /** The kernel whose process this is, or a child of it. */
    kernel: KernelHintSchema.nullable(),
  }),
  /** In no container of any kind. */
  z.object({ is: z.literal('host') }),
  z.object({
    is: z.literal('unknown'),
    why: z.enum([
      /** It ended between two looks. */
      'gone',
      /** Another user's process, and the system hides its cgroup. */
      'no-permission',
      /** The driver numbers processes in a PID namespace that is not ours (WSL2, or Berth itself in a container). */
      'other-namespace',
      /** In a container that this engine does not know: another engine's, or Kubernetes'. */
      'other-engine',
    ]),
    /** e.g. the cgroup path that led nowhere; '' where there is nothing to show. */
    evidence: z.string(),
  }),
])
export type ProcessOwner = z.infer<typeof ProcessOwnerSchema>

export const GpuProcessSchema = z.object({
  /** On the host. */
  pid: z.number(),
  /** Milliseconds since the epoch; with the pid it names the process for ever. null where the system hides it. */
  startedAt: z.number().nullable(),
  /** The command line, its arguments joined by spaces; else the driver's name for it; '' where neither is known. */
  command: z.string(),
  /** The host's name for its owner, or the bare uid; null where hidden. */
  user: z.string().nullable(),
  /** One per card, or per MIG instance of a card. `memoryMiB` is null where the driver gives no figure. */
  holds: z.array(
    z.object({
      uuid: z.string(),
      mig: z.object({ gpuInstance: z.number(), computeInstance: z.number() }).nullable(),
      memoryMiB: z.number().nullable(),
    }),
  ),
  owner: ProcessOwnerSchema,
})
export type GpuProcess = z.infer<typeof GpuProcessSchema>

/** A slice of a card. Figures are null where the driver gives none. */
export const MigInstanceSchema = z.object({
  /** The card's. */
  cardUuid: z.string(),
  /** MIG-…; null where the listing and the details could not be matched. */
  uuid: z.string().nullable(),
  /** e.g. '3g.20gb' */
  profile: z.string(),
  device: z.number(),
  gpuInstance: z.number().nullable(),
  computeInstance: z.number().nullable(),
  memoryTotalMiB: z.number().nullable(),
  memoryUsedMiB: z.number().nullable(),
})
export type MigInstance = z.infer<typeof MigInstanceSchema>

export const GpuUseSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('looking') }),
  /** The driver cannot be asked: the GPU room says why. */
  z.object({ is: z.literal('unavailable') }),
  z.object({
    is: z.literal('live'),
    at: z.number(),
    processes: z.array(GpuProcessSchema),
    mig: z.array(MigInstanceSchema),
  }),
])
export type GpuUse = z.infer<typeof GpuUseSchema>

/** A process is named by its pid and its start, so that a number that was used again is never hit. */
const processName = z.object({ pid: z.number().int().positive(), startedAt: z.number() })

export const processesContract = {
  /** What holds GPU memory, about every second and a half while somebody listens. */
  watch: procedure.output(eventIterator(GpuUseSchema)),
  /**
   * Ends a process: SIGTERM, or SIGKILL when `force`. Refuses with NotFound (gone, or another process has the number
   * now), ProcessForbidden (another user's), ProcessProtected (a process of the system or of Berth itself), ProcessStays
   * (still there some seconds later).
   */
  end: procedure.input(processName.extend({ force: z.boolean() })).output(z.void()),
}
