import { expect, it } from 'vitest'
import { SettingsPatchSchema, SettingsSchema } from './settings'

it('fills an empty file with every default', () => {
  expect(SettingsSchema.parse({})).toMatchObject({ version: 1, theme: 'system', terminal: { fontSize: 13 } })
})

it('adds nothing to a patch that it does not name', () => {
  expect(SettingsPatchSchema.parse({ theme: 'dark' })).toEqual({ theme: 'dark' })
  expect(SettingsPatchSchema.parse({ terminal: { fontSize: 15 } })).toEqual({ terminal: { fontSize: 15 } })
})

it('lets no screen change the version or the window', () => {
  expect(SettingsPatchSchema.parse({ version: 2, window: { width: 1 } })).toEqual({})
})
