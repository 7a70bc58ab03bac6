// The settings: one schema that validates the file, types the code and drives the settings room.
import { z } from 'zod'

export const CatalogueReferenceSchema = z.object({
  id: z.string().min(1).max(80),
  title: z.string().min(1).max(120),
  image: z.string().min(1).max(512),
  origin: z.enum(['user', 'rig']).default('user'),
  jupyter: z.boolean().nullable().default(null),
})

export const SettingsSchema = z.object({
  version: z.literal(1).default(1),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(['system', 'en', 'zh-CN']).default('system'),
  /** '' means a folder of its own under the home, made at first launch. */
  projectFolder: z.string().default(''),
  recentFolders: z.array(z.string()).max(20).default([]),
  /** Entry that one click launches; '' means the catalogue's own starter. */
  starter: z.string().default(''),
  references: z.array(CatalogueReferenceSchema).max(200).default([]),
  /** '' means: find one (DOCKER_HOST, context, usual sockets). Else unix:///…, tcp://… */
  engineAddress: z.string().default(''),
  terminal: z
    .object({
      carrier: z.enum(['engine', 'pty']).default('engine'),
      fontSize: z.number().int().min(8).max(32).default(13),
      fontFamily: z.string().max(200).default(''),
      scrollback: z.number().int().min(0).max(200_000).default(10_000),
    })
    .prefault({}),
  window: z
    .object({
      width: z.number(),
      height: z.number(),
      x: z.number().nullable(),
      y: z.number().nullable(),
      maximised: z.boolean(),
    })
    .default({ width: 1360, height: 880, x: null, y: null, maximised: false }),
})
export type Settings = z.infer<typeof SettingsSchema>
export type CatalogueReference = z.infer<typeof CatalogueReferenceSchema>

/** What a screen may change; `version` and `window` are the app's own. */
export const SettingsPatchSchema = SettingsSchema.omit({ version: true, window: true }).partial()
export type SettingsPatch = z.infer<typeof SettingsPatchSchema>
