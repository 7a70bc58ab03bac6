// What a person chooses before pressing Launch.
import { z } from 'zod'
import { BerthIdSchema, EnvironmentNameSchema, ImageReferenceSchema } from './names'
import { SecretNameSchema, SecretValueSchema } from './secrets'

export const GpuChoiceSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('none') }),
  z.object({ is: z.literal('all') }),
  z.object({ is: z.literal('count'), count: z.number().int().min(1).max(64) }),
  /** GPU-… or MIG-… UUIDs: indexes change at reboot. */
  z.object({
    is: z.literal('cards'),
    uuids: z.array(z.string().regex(/^(GPU|MIG)-[0-9a-zA-Z/-]{4,80}$/)).min(1),
  }),
  /** The card (or `count` cards) with the most free VRAM at launch time. */
  z.object({ is: z.literal('least-busy'), count: z.number().int().min(1).max(64) }),
])
export type GpuChoice = z.infer<typeof GpuChoiceSchema>

const absolutePath = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^(\/|[A-Za-z]:[\\/])/)
  .refine((path) => !path.includes('\0'))

export const MountSchema = z.object({
  source: absolutePath,
  target: z
    .string()
    .max(4096)
    .regex(/^\/[^:\0]*$/),
  readOnly: z.boolean(),
})

/** Where the value of a secret one comes from: typed (`value`), saved, or typed for an earlier launch. */
export const VariableSchema = z.object({
  name: SecretNameSchema,
  value: SecretValueSchema,
  /** Handed over in a file that only the container's user may read. Left out: where it looks like a secret. */
  secret: z.boolean().optional(),
  /** The saved secret whose value it takes. */
  saved: SecretNameSchema.optional(),
  /** The launch of this session that it was typed for: the main process still has the value, and no screen gets it back. */
  typedFor: BerthIdSchema.optional(),
})
export type Variable = z.infer<typeof VariableSchema>

export const LaunchSpecSchema = z.object({
  /** '' lets the plan name it after the folder. */
  name: z.union([z.literal(''), EnvironmentNameSchema]),
  image: ImageReferenceSchema,
  /** Catalogue entry the reference came from, or ''. */
  entry: z.string().max(80),
  projectFolder: absolutePath,
  gpus: GpuChoiceSchema,
  /** Bytes; null means no limit. */
  memoryBytes: z
    .number()
    .int()
    .min(64 * 2 ** 20)
    .nullable(),
  /** Cores, e.g. 2.5; null means no limit. */
  cpus: z.number().min(0.1).max(1024).nullable(),
  /** Bytes; null means the default (a quarter of RAM, at least 1 GB, at most what is free). */
  shmBytes: z
    .number()
    .int()
    .min(2 ** 20)
    .nullable(),
  env: z.array(VariableSchema).max(200),
  mounts: z.array(MountSchema).max(50),
  restart: z.enum(['no', 'unless-stopped', 'on-failure', 'always']),
  /** What to do when the image has no JupyterLab: ask first, go on with terminals only, or install it into a derived image. */
  withoutJupyter: z.enum(['ask', 'terminal-only', 'install']),
})
export type LaunchSpec = z.infer<typeof LaunchSpecSchema>

export function defaultSpec(choice: {
  image: string
  entry: string
  projectFolder: string
  gpus: GpuChoice
}): LaunchSpec {
  return {
    name: '',
    memoryBytes: null,
    cpus: null,
    shmBytes: null,
    env: [],
    mounts: [],
    restart: 'no',
    withoutJupyter: 'ask',
    ...choice,
  }
}
