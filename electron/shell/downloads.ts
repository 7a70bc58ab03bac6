// Files downloaded from a notebook: into the user's Downloads under a name that is free, and told when they are there.
import { existsSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { app, Notification, shell, type Session } from 'electron'
import type { Words } from './words'

export function keepDownloads(session: Session, words: () => Words): void {
  const reserved = new Set<string>()
  session.on('will-download', (_event, item) => {
    // The path must be set before this listener returns, hence the synchronous look.
    const taken = (path: string) => reserved.has(path) || existsSync(path)
    const path = freePath(app.getPath('downloads'), item.getFilename(), taken)
    reserved.add(path)
    item.setSavePath(path)
    item.once('done', (_done, state) => {
      reserved.delete(path)
      if (!Notification.isSupported()) return
      const title = state === 'completed' ? words().downloaded : words().downloadFailed
      const note = new Notification({ title, body: basename(path) })
      note.on('click', () => shell.showItemInFolder(path))
      note.show()
    })
  })
}

/** `report.csv`, else `report (1).csv` and so on. The name came from a server: only its last part counts. */
export function freePath(folder: string, suggested: string, taken: (path: string) => boolean): string {
  const safe = suggested.split(/[/\\]/).at(-1)?.replace(/^\.+/, '') ?? ''
  const name = safe === '' ? 'download' : safe
  const extension = extname(name)
  const stem = name.slice(0, name.length - extension.length)
  for (let copy = 0; ; copy += 1) {
    const path = join(folder, copy === 0 ? name : `${stem} (${copy})${extension}`)
    if (!taken(path)) return path
  }
}
