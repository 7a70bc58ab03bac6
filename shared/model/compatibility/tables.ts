// The compatibility tables of assets/compatibility, parsed once. Every row names its source, and says whether that was verified.
import { z } from 'zod'
import capabilityFile from '../../../assets/compatibility/compute-capability.json'
import driverFile from '../../../assets/compatibility/cuda-driver.json'
import torchFile from '../../../assets/compatibility/torch-builds.json'
import { isVersion } from './versions'

const VersionSchema = z.string().refine(isVersion)
const evidence = { verified: z.boolean(), source: z.string().min(1) }
const RuleSchema = z.object({ text: z.string(), ...evidence })

/** Least driver per operating system, whose driver numbers differ; null where NVIDIA's table has none. */
const drivers = { linux: VersionSchema, windows: VersionSchema.nullable() }

const DriverTableSchema = z.object({
  rules: z.object({
    backward: RuleSchema,
    minorVersion: RuleSchema,
    tenX: RuleSchema,
    forwardCompat: RuleSchema,
    requireCuda: RuleSchema,
  }),
  majors: z.array(z.object({ cuda: VersionSchema, ...drivers, ...evidence })),
  branches: z.array(z.object({ branch: z.number().int(), cuda: VersionSchema, ...evidence })),
  releases: z.array(z.object({ cuda: VersionSchema, ...drivers, ...evidence })),
})

const CapabilityTableSchema = z.object({
  rules: z.object({ binary: RuleSchema, ptx: RuleSchema, archSpecific: RuleSchema }),
  architectures: z.array(
    z.object({
      capability: VersionSchema,
      architecture: z.string(),
      firstCuda: VersionSchema,
      /** null: every toolkit since still compiles for it. */
      lastCuda: VersionSchema.nullable(),
      ...evidence,
    }),
  ),
  cards: z.array(z.object({ name: z.string(), capability: VersionSchema, ...evidence })),
})

const TorchTableSchema = z.object({
  builds: z.array(
    z.object({
      torch: z.array(VersionSchema),
      cuda: VersionSchema,
      capabilities: z.array(VersionSchema),
      ptx: z.boolean(),
      ...evidence,
    }),
  ),
})

export const driverTable = DriverTableSchema.parse(driverFile)
export const capabilityTable = CapabilityTableSchema.parse(capabilityFile)
export const torchTable = TorchTableSchema.parse(torchFile)

export type DriverPlatform = 'linux' | 'windows'
export type Architecture = (typeof capabilityTable.architectures)[number]
export type TorchBuild = (typeof torchTable.builds)[number]
