// The settings room's contract.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { SettingsPatchSchema, SettingsSchema } from '../model/settings'
import { procedure } from './base'

export const SettingsViewSchema = z.object({
  settings: SettingsSchema,
  file: z.string(),
  /** Set when the file could not be read at start: where the old one was kept ('' if it could not be), and why. */
  replaced: z.object({ backup: z.string(), reason: z.string() }).nullable(),
  /** A later Berth wrote the file: what this one knows in it holds, and it is left as it is. */
  newer: z.boolean(),
  /** Set while changes cannot be written: the system's reason. They hold until the app ends. */
  unsaved: z.string().nullable(),
})
export type SettingsView = z.infer<typeof SettingsViewSchema>

export const settingsContract = {
  watch: procedure.output(eventIterator(SettingsViewSchema)),
  update: procedure.input(SettingsPatchSchema).output(SettingsSchema),
}
