// The launch room's contract: the catalogue, the plan, and launches as tasks that outlive the screen.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { LaunchSpecSchema } from '../model/launch-spec'
import { BerthIdSchema, ContainerIdSchema } from '../model/names'
import { RefusalSchema } from '../model/refusal'
import { procedure } from './base'

export const CatalogueEntrySchema = z.object({
  id: z.string(),
  /** e.g. 'PyTorch 2.9 · Jupyter' */
  title: z.string(),
  image: z.string(),
  kind: z.enum(['pytorch', 'tensorflow', 'cuda', 'jupyter', 'inference', 'other']),
  origin: z.enum(['catalogue', 'user', 'rig']),
  /** null where unknown */
  cuda: z.string().nullable(),
  framework: z.string().nullable(),
  python: z.string().nullable(),
  /** True/false where known from the publisher; null where only the image can tell. */
  jupyter: z.boolean().nullable(),
  /** Compressed bytes to download when nothing is here; null where unknown. */
  downloadBytes: z.number().nullable(),
  /** Least driver, e.g. '570.26', with the rule's source; null where unknown. */
  minDriver: z.string().nullable(),
  architectures: z.array(z.string()),
  note: z.string(),
  source: z.string(),
  /** Is the image on this engine already? */
  present: z.boolean(),
})
export type CatalogueEntry = z.infer<typeof CatalogueEntrySchema>

/** What the form needs of the host to offer sensible values. */
export const LaunchDefaultsSchema = z.object({
  projectFolder: z.string(),
  memoryBytes: z.number(),
  freeMemoryBytes: z.number(),
  cpus: z.number(),
  shmBytes: z.number(),
  /** Whom the files in /workspace will belong to. */
  user: z.object({ uid: z.number(), gid: z.number(), name: z.string() }),
  /** Entry id that one click launches. */
  starter: z.string(),
})
export type LaunchDefaults = z.infer<typeof LaunchDefaultsSchema>

export const PlanStepSchema = z.object({
  id: z.enum(['check', 'pull', 'derive', 'create', 'start', 'wait', 'open']),
  /** Facts of the step for its one-line description, worded in i18n, e.g. { image, port, uid }. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const PlanSchema = z.object({
  name: z.string(),
  steps: z.array(PlanStepSchema),
  /** Shell-quoted, several lines, runnable as it stands; secrets are left as placeholders that it explains. */
  dockerCommand: z.string(),
  /** Foreseen troubles, worded like refusals: a launch would stop at them. */
  problems: z.array(RefusalSchema),
  /** GPUs that the choice resolves to now, e.g. [{uuid, label:'GPU 1 · A100 80GB'}], and who has claims on each. */
  gpus: z.array(
    z.object({
      uuid: z.string(),
      label: z.string(),
      /** Names of the environments that hold it now. */
      heldBy: z.array(z.string()),
      /** By another environment: advice, nothing enforces it. */
      reserved: z.object({ holder: z.string(), until: z.number() }).nullable(),
    }),
  ),
  shmBytes: z.number(),
  user: z.object({ uid: z.number(), gid: z.number() }),
})
export type Plan = z.infer<typeof PlanSchema>
export type PlanStep = z.infer<typeof PlanStepSchema>

export const PullLayerSchema = z.object({
  id: z.string(),
  phase: z.enum(['waiting', 'downloading', 'downloaded', 'extracting', 'done', 'present']),
  currentBytes: z.number(),
  totalBytes: z.number().nullable(),
})

export const PullProgressSchema = z.object({
  layers: z.array(PullLayerSchema),
  currentBytes: z.number(),
  totalBytes: z.number().nullable(),
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
})
export type PullProgress = z.infer<typeof PullProgressSchema>

export const LaunchTaskSchema = z.object({
  id: BerthIdSchema,
  name: z.string(),
  title: z.string(),
  spec: LaunchSpecSchema,
  plan: PlanSchema,
  startedAt: z.number(),
  /** Index into plan.steps of the step under way or where it ended. */
  step: z.number(),
  stepSeconds: z.array(z.number()),
  pull: PullProgressSchema.nullable(),
  /** Last lines of what the step printed (installing JupyterLab, container log on failure). */
  output: z.string(),
  state: z.discriminatedUnion('is', [
    z.object({ is: z.literal('running') }),
    /** Waits for `answer`: the image has no JupyterLab. */
    z.object({ is: z.literal('asking'), question: z.literal('no-jupyter') }),
    z.object({ is: z.literal('done'), containerId: z.string(), jupyter: z.boolean(), seconds: z.number() }),
    z.object({ is: z.literal('failed'), refusal: RefusalSchema }),
    z.object({ is: z.literal('cancelled') }),
  ]),
})
export type LaunchTask = z.infer<typeof LaunchTaskSchema>

const byTask = z.object({ taskId: BerthIdSchema })

export const launchContract = {
  catalogue: {
    /** The list first, then again whenever images, settings or the engine change. */
    watch: procedure.output(eventIterator(z.array(CatalogueEntrySchema))),
  },
  defaults: procedure.output(LaunchDefaultsSchema),
  plan: procedure.input(LaunchSpecSchema).output(PlanSchema),
  start: procedure.input(LaunchSpecSchema).output(byTask),
  /**
   * Makes an environment again with the same settings, cards, id and name, and opens in its JupyterLab what was open. The
   * container that was goes only once the new one answers: if that fails, it is put back. What was written inside it,
   * outside its mounts, is lost (see containers.losses). Refuses with InvalidInput for one that was not launched here.
   */
  recreate: procedure.input(z.object({ containerId: ContainerIdSchema })).output(byTask),
  /** All launches of this session, the current state first, then at most five times a second. */
  tasks: procedure.output(eventIterator(z.array(LaunchTaskSchema))),
  answer: procedure.input(byTask.extend({ choice: z.enum(['terminal-only', 'install']) })).output(z.void()),
  cancel: procedure.input(byTask).output(z.void()),
  /** Starts a failed or cancelled launch again under the same task; finished layers are kept. */
  retry: procedure.input(byTask).output(z.void()),
  dismiss: procedure.input(byTask).output(z.void()),
}
