// The person's settings: read once, changed by patches, written whole, and never lost to a damaged file.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { SettingsView } from '../../shared/contract/settings'
import { RefusalError } from '../../shared/model/refusal'
import {
  SettingsPatchSchema,
  SettingsSchema,
  WindowPlaceSchema,
  type Settings,
} from '../../shared/model/settings'
import type { SettingsRoom } from '../services'
import { createWatched } from '../watched'
import { openSettingsFile, type OpenStore } from './file'

export type { OpenStore } from './file'

/** Where a room's stateFolder is, for whoever has no room. */
export function stateFolderIn(folder: string): string {
  return join(folder, 'state')
}

const PatchSchema = SettingsPatchSchema.extend({ window: WindowPlaceSchema.optional() })

/** `open` is electron-store in the desktop app and conf, the library under it, without Electron. */
export function createSettings(options: {
  open: OpenStore
  folder: string
  log: (line: string) => void
  now?: () => Date
}): SettingsRoom {
  const { open, folder, log, now = () => new Date() } = options
  const file = openSettingsFile({ open, folder, now })
  const { replaced } = file
  if (replaced)
    log(`settings: could not be read (${replaced.reason}); kept as ${replaced.backup || file.path}`)
  const view = createWatched<SettingsView>({
    settings: file.first,
    file: file.path,
    replaced,
    newer: file.newer(),
    unsaved: replaced || file.newer() ? save(file.first) : null,
  })
  const listeners = new Set<(settings: Settings) => void>()
  let state: string | null = null

  function save(settings: Settings): string | null {
    const unsaved = file.write(settings)
    if (unsaved !== null) log(`settings: not saved: ${unsaved}`)
    return unsaved
  }

  return {
    get: () => view.get().settings,
    update(patch) {
      const asked = PatchSchema.safeParse(patch)
      if (!asked.success) throw new RefusalError('InvalidInput', { evidence: z.prettifyError(asked.error) })
      // Another Berth on this machine may have changed other settings since: keep those. What could not be saved before
      // is only in memory.
      const shown = view.get()
      const base = (shown.unsaved === null ? file.read() : null) ?? shown.settings
      const settings = merged(base, asked.data)
      view.set({ ...shown, settings, unsaved: save(settings), newer: file.newer() })
      for (const listener of [...listeners]) listener(settings)
      return settings
    },
    watch: (signal) => view.watch(signal),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    get stateFolder() {
      if (state === null) {
        state = stateFolderIn(folder)
        try {
          mkdirSync(state, { recursive: true })
        } catch (error) {
          // A home that cannot be written must not keep anybody from the app: what is kept there is missed next time.
          log(`settings: no folder for state: ${String(error)}`)
        }
      }
      return state
    },
  }
}

function merged(base: Settings, { terminal, alerts, ...patch }: z.infer<typeof PatchSchema>): Settings {
  return SettingsSchema.parse({
    ...base,
    ...given(patch),
    terminal: { ...base.terminal, ...given(terminal ?? {}) },
    alerts: { ...base.alerts, ...given(alerts ?? {}) },
  })
}

/** Keys that are there but undefined change nothing. */
function given(patch: object): object {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}
