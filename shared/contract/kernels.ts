// The contract of Jupyter kernels: what each computes, holds and costs, and how it is restarted or shut down.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ContainerIdSchema } from '../model/names'
import { procedure } from './base'
import { KernelHintSchema } from './processes'

export const KernelSchema = KernelHintSchema.extend({
  containerId: z.string(),
  environment: z.object({ id: z.string(), name: z.string() }),
  /** The kernel spec's name, e.g. 'python3'. */
  spec: z.string(),
  /** Clients connected now: open notebooks and consoles. */
  connections: z.number(),
  /** On the host; null where it is not known (yet, or a remote engine). */
  pid: z.number().nullable(),
  /** Of one core: 250 is two and a half cores. null where unknown. */
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  /** Over all cards; null where nothing is known, 0 where it holds none. */
  gpuMemoryMiB: z.number().nullable(),
})
export type Kernel = z.infer<typeof KernelSchema>

const byKernel = z.object({
  containerId: ContainerIdSchema,
  kernelId: z.string().regex(/^[0-9a-f-]{8,64}$/i),
})

export const kernelsContract = {
  /** Kernels of every running environment whose server answers, about every two seconds while somebody listens. */
  watch: procedure.output(
    eventIterator(
      z.array(
        z.object({
          containerId: z.string(),
          /** null: the server did not answer. */
          kernels: z.array(KernelSchema).nullable(),
        }),
      ),
    ),
  ),
  restart: procedure.input(byKernel).output(z.void()),
  interrupt: procedure.input(byKernel).output(z.void()),
  /** Through Jupyter's API, never by signal. `evenBusy` must be said for a kernel that computes: else refuses with KernelBusy. */
  shutdown: procedure.input(byKernel.extend({ evenBusy: z.boolean() })).output(z.void()),
}
