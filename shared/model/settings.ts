// The settings: one schema that validates the file, types the code and drives the settings room.
import { z } from 'zod'
import { AlertKindSchema } from './alert-kinds'

export const CatalogueReferenceSchema = z.object({
  id: z.string().min(1).max(80),
  title: z.string().min(1).max(120),
  image: z.string().min(1).max(512),
  origin: z.enum(['user', 'rig']).default('user'),
  jupyter: z.boolean().nullable().default(null),
})

// Each setting without its default: a patch must never fill in what it does not name, and zod's `.partial()` of a
// field with a default would (zod 4 applies defaults to absent optional keys).
const themes = z.enum(['system', 'light', 'dark'])
const languages = z.enum(['system', 'en', 'zh-CN'])
const recentFolders = z.array(z.string()).max(20)
const references = z.array(CatalogueReferenceSchema).max(200)
const terminal = {
  carrier: z.enum(['engine', 'pty']),
  fontSize: z.number().int().min(8).max(32),
  fontFamily: z.string().max(200),
  /** In lines. */
  scrollback: z.number().int().min(0).max(200_000),
  theme: z.enum(['app', 'dark', 'light']),
  cursor: z.enum(['block', 'bar', 'underline']),
  cursorBlink: z.boolean(),
  copyOnSelect: z.boolean(),
  /** Ask before several lines are pasted into a program that does not bracket them. */
  pasteWarning: z.boolean(),
  bell: z.enum(['none', 'visual', 'sound']),
  screenReader: z.boolean(),
}
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
const alerts = {
  off: z.array(AlertKindSchema),
  desktop: z.boolean(),
  /** Local time; over midnight when `from` is later than `to`. In the app alerts still appear. */
  quietHours: z.object({ on: z.boolean(), from: timeOfDay, to: timeOfDay }),
}
export const WindowPlaceSchema = z.object({
  width: z.number(),
  height: z.number(),
  x: z.number().nullable(),
  y: z.number().nullable(),
  maximised: z.boolean(),
})

export const SettingsSchema = z.object({
  version: z.literal(1).default(1),
  theme: themes.default('system'),
  language: languages.default('system'),
  /** '' means a folder of its own under the home, made at first launch. */
  projectFolder: z.string().default(''),
  recentFolders: recentFolders.default([]),
  /** Entry that one click launches; '' means the catalogue's own starter. */
  starter: z.string().default(''),
  references: references.default([]),
  /** '' means: find one (DOCKER_HOST, context, usual sockets). Else unix:///…, tcp://… */
  engineAddress: z.string().default(''),
  terminal: z
    .object({
      carrier: terminal.carrier.default('engine'),
      fontSize: terminal.fontSize.default(13),
      fontFamily: terminal.fontFamily.default(''),
      scrollback: terminal.scrollback.default(10_000),
      theme: terminal.theme.default('app'),
      cursor: terminal.cursor.default('block'),
      cursorBlink: terminal.cursorBlink.default(false),
      copyOnSelect: terminal.copyOnSelect.default(false),
      pasteWarning: terminal.pasteWarning.default(true),
      bell: terminal.bell.default('visual'),
      screenReader: terminal.screenReader.default(false),
    })
    .prefault({}),
  alerts: z
    .object({
      /** Kinds that a person switched off. */
      off: alerts.off.default([]),
      /** Notifications of the desktop, beside those in the app. */
      desktop: alerts.desktop.default(true),
      quietHours: alerts.quietHours.default({ on: false, from: '22:00', to: '08:00' }),
    })
    .prefault({}),
  window: WindowPlaceSchema.default({ width: 1360, height: 880, x: null, y: null, maximised: false }),
})
export type Settings = z.infer<typeof SettingsSchema>
export type CatalogueReference = z.infer<typeof CatalogueReferenceSchema>

/** What a screen may change; `version` and `window` are the app's own. What it leaves out stays as it is. */
export const SettingsPatchSchema = z
  .object({
    theme: themes,
    language: languages,
    projectFolder: z.string(),
    recentFolders,
    starter: z.string(),
    references,
    engineAddress: z.string(),
    terminal: z.object(terminal).partial(),
    alerts: z.object(alerts).partial(),
  })
  .partial()
export type SettingsPatch = z.infer<typeof SettingsPatchSchema>
