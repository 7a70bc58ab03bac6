// The contract of the pre-flight: what an image would cost and whether it would run, known before anything is pulled; and
// the check of what it really does once it is here.
import { z } from 'zod'
import { ImageFactsSchema, VerdictSchema } from '../model/compatibility/types'
import { procedure } from './base'

/** A reference as a person types it. */
const ReferenceSchema = z.string().min(1).max(512)

export const PreflightSchema = z.object({
  reference: z.string(),
  /** 'sha256:…' of the manifest for this machine; null where only the engine's own copy was read. */
  digest: z.string().nullable(),
  /** registry: its manifest and config were read. engine: the image is here. catalogue: nothing could be read, only known. */
  from: z.enum(['registry', 'engine', 'catalogue']),
  facts: ImageFactsSchema,
  verdict: VerdictSchema,
  /** Catalogue entries that do run here, nearest first; [] when this one runs. */
  nearest: z.array(z.object({ id: z.string(), title: z.string(), image: z.string() })),
  size: z
    .object({
      layers: z.number(),
      /** Compressed, of all layers; 0 where the image is here already, as nobody knows it any more. */
      totalBytes: z.number(),
      /** Of the layers that the engine does not have. */
      downloadBytes: z.number(),
      /** Estimated: about 2.5 times what is downloaded; the image's own size where it is here already. */
      unpackedBytes: z.number(),
      /** Free where the engine keeps images, after the pull; below zero what is missing; null where that cannot be known. */
      freeAfterBytes: z.number().nullable(),
    })
    .nullable(),
  /** What was read from the registry for this, in bytes, and how long it took. */
  readBytes: z.number(),
  milliseconds: z.number(),
})
export type Preflight = z.infer<typeof PreflightSchema>

/** What the image really does on this machine; kept per image and host. */
export const ImageCheckSchema = z.object({
  image: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** What could answer: torch itself, else nvidia-smi, else ctypes on libcuda; 'nothing' when none of them is there. */
  by: z.enum(['torch', 'nvidia-smi', 'libcuda', 'nothing']),
  torch: z.string().nullable(),
  /** CUDA of the torch build, or of the driver as libcuda says. */
  cuda: z.string().nullable(),
  cards: z.array(
    z.object({
      name: z.string(),
      capability: z.string().nullable(),
      /** Of a 1024×1024 matrix product, whose result was compared; null where none could be run. */
      productSeconds: z.number().nullable(),
      /** '' when all is well. */
      error: z.string(),
    }),
  ),
  /** Whole text of what the check printed. */
  raw: z.string(),
  seconds: z.number(),
})
export type ImageCheck = z.infer<typeof ImageCheckSchema>

export const preflightContract = {
  /** Reads manifest and config only (under 100 KB), within a few seconds. `fresh` asks again. Refuses with ImageUnknown, ImageTagUnknown, RegistryUnauthorised, RegistryUnreachable, RegistryRateLimit, ImageUnreadable. */
  look: procedure
    .input(z.object({ reference: ReferenceSchema, fresh: z.boolean().default(false) }))
    .output(PreflightSchema),
  /** By the catalogue's own facts alone, without asking any registry: for every card of the launch room at once; by image reference. */
  verdicts: procedure
    .input(z.object({ references: z.array(ReferenceSchema).max(200) }))
    .output(z.record(z.string(), VerdictSchema)),
  /** Starts a container of an image that is here, on all cards, and says what works; then removes it. */
  check: procedure.input(z.object({ reference: ReferenceSchema })).output(ImageCheckSchema),
  /** The last one of this image on this machine; null when none was made. */
  lastCheck: procedure.input(z.object({ reference: ReferenceSchema })).output(ImageCheckSchema.nullable()),
}
