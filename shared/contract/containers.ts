// The containers room's contract: every container on the engine, what it uses, and what may be done with it.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { GpuChoiceSchema } from '../model/launch-spec'
import { ContainerIdSchema } from '../model/names'
import { procedure } from './base'

export const ContainerStateSchema = z.enum([
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
])

export const ContainerSchema = z.object({
  id: z.string(),
  name: z.string(),
  image: z.string(),
  imageId: z.string(),
  state: ContainerStateSchema,
  /** The engine's words, e.g. 'Up 5 hours', 'Exited (137) 2 minutes ago'. */
  status: z.string(),
  createdAt: z.number(),
  ports: z.array(
    z.object({ hostIp: z.string(), hostPort: z.number(), containerPort: z.number(), protocol: z.string() }),
  ),
  mounts: z.array(
    z.object({ type: z.string(), source: z.string(), target: z.string(), readOnly: z.boolean() }),
  ),
  /** Set on containers that Berth launched: read from their labels. */
  environment: z
    .object({
      /** 8 lower-case base32 characters, the same for the life of the container. */
      id: z.string(),
      name: z.string(),
      /** Catalogue entry id, or '' for another reference. */
      entry: z.string(),
      projectFolder: z.string(),
      gpus: GpuChoiceSchema,
      /** UUIDs given to the container; [] for none. */
      gpuUuids: z.array(z.string()),
      jupyter: z.boolean(),
      launchedAt: z.number(),
      /** The user who launched it; absent where its labels do not say. */
      startedBy: z.string().optional(),
    })
    .nullable(),
  /** What the container asked of the GPU driver: 'none', 'all', a count, or ids; null when not looked up yet. */
  gpuRequest: z.union([z.enum(['none', 'all']), z.number(), z.array(z.string())]).nullable(),
})
export type Container = z.infer<typeof ContainerSchema>

export const ContainerUsageSchema = z.object({
  id: z.string(),
  /** Of one core: 250 means two and a half cores. */
  cpuPercent: z.number(),
  memoryBytes: z.number(),
  memoryLimitBytes: z.number(),
})
export type ContainerUsage = z.infer<typeof ContainerUsageSchema>

/** What only a look inside one container tells: asked for when a person opens its details. */
export const ContainerDetailsSchema = z.object({
  id: z.string(),
  startedAt: z.number().nullable(),
  /** Of the last run; null while it runs or where it never ran. */
  exitCode: z.number().nullable(),
  oomKilled: z.boolean(),
  /** The engine's own words on why the last start failed; '' if it did not. */
  error: z.string(),
  user: z.string(),
  shmBytes: z.number().nullable(),
  /** `value` is null where the name or the value looks like a secret: it never leaves the service. */
  env: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
})
export type ContainerDetails = z.infer<typeof ContainerDetailsSchema>

/** What removing a container destroys and what it leaves; shown before it is asked for. */
export const LossesSchema = z.object({
  /** Bytes written inside the container, outside its mounts; null where the engine does not say. */
  writableBytes: z.number().nullable(),
  anonymousVolumes: z.array(z.string()),
  kept: z.array(z.string()),
  running: z.boolean(),
})
export type Losses = z.infer<typeof LossesSchema>

export const SavedFileSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('saved'), path: z.string(), bytes: z.number() }),
  z.object({ is: z.literal('dismissed') }),
  z.object({ is: z.literal('download'), url: z.string() }),
])
export type SavedFile = z.infer<typeof SavedFileSchema>

const LogTimeSchema = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/)

const byId = z.object({ id: ContainerIdSchema })

export const containersContract = {
  /** The whole list first, then again after each change (events, debounced; never polled). */
  watch: procedure.output(eventIterator(z.array(ContainerSchema))),
  /** CPU and memory of the running containers about once a second, while somebody listens. */
  usage: procedure.output(eventIterator(z.array(ContainerUsageSchema))),
  start: procedure.input(byId).output(z.void()),
  stop: procedure.input(byId).output(z.void()),
  restart: procedure.input(byId).output(z.void()),
  details: procedure.input(byId).output(ContainerDetailsSchema),
  losses: procedure.input(byId).output(LossesSchema),
  /** Stops it first if it runs. */
  remove: procedure.input(byId.extend({ withVolumes: z.boolean() })).output(z.void()),
  /** Opens a byte stream (see shared/bytes): `framing` says whether Docker's 8-byte stdout/stderr frames are in it. */
  openLogs: procedure
    .input(
      byId.extend({
        tail: z.number().int().min(0).max(1_000_000),
        follow: z.boolean(),
        timestamps: z.boolean(),
        /** Of the last `tail` messages only those not before / not after this time, as the log's timestamps write it. */
        since: LogTimeSchema.optional(),
        until: LogTimeSchema.optional(),
      }),
    )
    .output(z.object({ stream: z.string(), framing: z.enum(['raw', 'multiplexed']) })),
  /**
   * Writes the whole log to a file, stdout and stderr as they came. Desktop: asks where, settles when it is written.
   * Browser: gives an address to download from, which works once.
   */
  saveLogs: procedure.input(byId.extend({ timestamps: z.boolean() })).output(SavedFileSchema),
}
