// The settings room's contract.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { SettingsPatchSchema, SettingsSchema } from '../model/settings'
import { procedure } from './base'

export const SettingsViewSchema = z.object({
  settings: SettingsSchema,
  file: z.string(),
  /** Set when the file could not be read at start: where the old one was kept, and why. */
  replaced: z.object({ backup: z.string(), reason: z.string() }).nullable(),
})
export type SettingsView = z.infer<typeof SettingsViewSchema>

export const settingsContract = {
  watch: procedure.output(eventIterator(SettingsViewSchema)),
  update: procedure.input(SettingsPatchSchema).output(SettingsSchema),
}
