// Files downloaded from a notebook: into the user's Downloads under a name that is free, and told when they are there.
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { app, Notification, shell, type Session } from 'electron'
import { freePath } from './free-path'
import { noticeText } from './notice-text'
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
      const note = new Notification({ title, body: noticeText(basename(path), process.platform) })
      note.on('click', () => shell.showItemInFolder(path))
      note.show()
    })
  })
}
