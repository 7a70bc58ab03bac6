// What an image asks of a machine, what the machine has, and the verdict between them. Plain data.
import { z } from 'zod'

/** Where a fact about an image was read; the first of these wins: tags lie, and an image's own environment does not. */
export const FactOriginSchema = z.enum(['env', 'label', 'catalogue', 'tag'])

/** One fact with its evidence, e.g. { value: '12.8.1', from: 'env', seen: 'CUDA_VERSION=12.8.1' }. */
const fact = <T extends z.ZodType>(value: T) =>
  z.object({ value, from: FactOriginSchema, seen: z.string() }).nullable()

export const ImageFactsSchema = z.object({
  /** As asked for. */
  reference: z.string(),
  /** What it is built for, as OCI names it, e.g. ['amd64', 'arm64']; [] where nothing says. */
  architectures: z.array(z.string()),
  /** Left out: read from the image itself. 'catalogue': only known, and perhaps not all of them. */
  architecturesFrom: z.enum(['image', 'catalogue']).optional(),
  /** CUDA of the user space inside, e.g. '12.8.1' or '12'. */
  cuda: fact(z.string()),
  torch: fact(z.string()),
  /** Compute capabilities with binary kernels, e.g. ['8.0', '9.0']; null where nothing says. */
  capabilities: fact(z.array(z.string())),
  /** True when PTX of the newest capability is embedded, so that newer cards can compile it. */
  ptx: fact(z.boolean()),
  /**
   * NVIDIA_REQUIRE_CUDA and other NVIDIA_REQUIRE_*, one expression a line, all to be met; 'cuda>=X.Y' where only CUDA_VERSION
   * is set, as the toolkit reads that. NVIDIA_DISABLE_REQUIRE makes it null.
   */
  require: fact(z.string()),
  /** Least driver that the catalogue or the publisher states, e.g. '525.60.13'. */
  leastDriver: fact(z.string()),
  /** A cuda-compat package inside, with which a data-centre card may run a CUDA too new for its driver. */
  forwardCompat: fact(z.string()).optional(),
  /** Does it use a GPU at all? false for images that are known to be for the CPU, null where nothing says. */
  gpu: fact(z.boolean()),
})
export type ImageFacts = z.infer<typeof ImageFactsSchema>

export const CompatCardSchema = z.object({
  uuid: z.string(),
  name: z.string(),
  /** 'major.minor' by the driver, else by the table of names; null where neither knows it. */
  capability: z.string().nullable(),
})
export type CompatCard = z.infer<typeof CompatCardSchema>

export const CompatHostSchema = z.object({
  /** As OCI names it: 'amd64', 'arm64'. */
  architecture: z.string(),
  /** null: there is no NVIDIA driver. 'unknown': nobody can say (an engine on another machine, a driver that fails). */
  driver: z.union([z.string(), z.null()]),
  driverKnown: z.boolean(),
  cards: z.array(CompatCardSchema),
  /** The driver's operating system: its version numbers differ on Windows (WSL2, Docker Desktop). */
  driverPlatform: z.enum(['linux', 'windows']),
})
export type CompatHost = z.infer<typeof CompatHostSchema>

/**
 * Why, by a rule with its source. `rule` is worded per language in shared/words/verdicts.ts; `params` fill the gaps.
 * `certain: false` marks facts that were not verified: advice, never the ground of a 'will-not-run'.
 */
export const ReasonSchema = z.object({
  rule: z.enum([
    'driver-new-enough',
    'driver-too-old',
    'driver-minor-version',
    'driver-forward-compat',
    'driver-missing',
    'driver-unknown',
    'require-unmet',
    'require-unreadable',
    'capability-covered',
    'capability-too-old',
    'capability-too-new',
    'capability-by-ptx',
    'capability-unknown',
    'cuda-dropped-architecture',
    'cuda-predates-architecture',
    'architecture-other',
    'architecture-emulated',
    'image-for-cpu',
    'no-card',
    'nothing-known',
  ]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What the image or the machine said, verbatim; '' where nothing was. */
  evidence: z.string(),
  source: z.string(),
  certain: z.boolean(),
})
export type Reason = z.infer<typeof ReasonSchema>

export const VerdictSchema = z.object({
  is: z.enum(['runs', 'minor-version', 'without-gpu', 'will-not-run', 'cannot-tell']),
  /** The decisive one first. */
  reasons: z.array(ReasonSchema),
  /** Uuids of the cards that it does not run on, where others do. */
  excludedCards: z.array(z.string()),
})
export type Verdict = z.infer<typeof VerdictSchema>
