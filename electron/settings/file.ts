// The settings file: what it held at the start, where a damaged one was kept, and whether changes reach the disk.
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { SettingsSchema, type Settings } from '../../shared/model/settings'
import { readSettings } from './read'

/** The face that electron-store and conf share. Their `store` writes the whole file atomically. */
export type SettingsStore = { store: Record<string, unknown>; readonly path: string }

/** Opens `<folder>/<name>.json`, making the folder if it must. May throw. */
export type OpenStore = (options: { folder: string; name: string }) => SettingsStore

export type SettingsFile = {
  path: string
  first: Settings
  replaced: { backup: string; reason: string } | null
  /** Written by a later Berth, whose it stays: it is not written. */
  newer(): boolean
  /** Null when written, else the system's reason. */
  write(settings: Settings): string | null
  /** What the file holds now; null when it cannot be read. Another Berth may have written it. */
  read(): Settings | null
}

const name = 'settings'

export function openSettingsFile(options: {
  open: OpenStore
  folder: string
  now: () => Date
}): SettingsFile {
  const { open, folder } = options
  const path = join(folder, `${name}.json`)
  const found = load(path, options.now)
  // What could not be kept aside is not overwritten: this run lives in memory.
  let untouchable = found.newer ?? (found.replaced?.backup === '' ? found.replaced.reason : null)
  let newer = found.newer !== null
  let store: SettingsStore | null = null

  return {
    path,
    first: found.settings,
    replaced: found.replaced,
    newer: () => newer,
    write(settings) {
      if (untouchable !== null) return untouchable
      try {
        store ??= open({ folder, name })
        store.store = settings
        return null
      } catch (error) {
        return textOf(error)
      }
    },
    read() {
      const now = untouchable === null ? readText(path) : null
      if (now?.is !== 'text') return null
      const read = readSettings(now.text)
      // A later Berth on this machine began to use it: what it knows and this one does not must outlive the next change.
      if (read.is === 'newer') {
        untouchable = read.reason
        newer = true
      }
      return read.is === 'whole' ? read.settings : null
    },
  }
}

type Loaded = { settings: Settings; replaced: SettingsFile['replaced']; newer: string | null }

function load(path: string, now: () => Date): Loaded {
  const file = readText(path)
  if (file.is === 'absent') return { settings: SettingsSchema.parse({}), replaced: null, newer: null }
  const read =
    file.is === 'text' ? readSettings(file.text) : { is: 'unreadable' as const, reason: file.reason }
  if (read.is === 'whole') return { settings: read.settings, replaced: null, newer: null }
  if (read.is === 'newer') return { settings: read.settings, replaced: null, newer: read.reason }
  const settings = read.is === 'mended' ? read.settings : SettingsSchema.parse({})
  const kept = keepAside(path, now())
  const reason = kept.is === 'kept' ? read.reason : `${read.reason}; ${kept.reason}`
  return { settings, replaced: { backup: kept.is === 'kept' ? kept.backup : '', reason }, newer: null }
}

type FileText = { is: 'text'; text: string } | { is: 'absent' } | { is: 'unreadable'; reason: string }

function readText(path: string): FileText {
  try {
    return { is: 'text', text: readFileSync(path, 'utf8') }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    // ENOTDIR: its folder is a file, which writing will say.
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { is: 'absent' }
      : { is: 'unreadable', reason: textOf(error) }
  }
}

function keepAside(
  path: string,
  now: Date,
): { is: 'kept'; backup: string } | { is: 'stuck'; reason: string } {
  const time = now.toISOString().replace(/[:.]/g, '-')
  const backup = path.replace(/\.json$/, `.corrupt-${time}.json`)
  try {
    renameSync(path, backup)
    return { is: 'kept', backup }
  } catch (error) {
    return { is: 'stuck', reason: textOf(error) }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
