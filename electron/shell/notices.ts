// Alerts as notifications of the desktop. A click brings the window to the front.
import { Notification } from 'electron'
import type { Alert } from '../../shared/contract/alerts'
import { wordAlert } from '../../shared/words/alerts'
import { noticeText } from './notice-text'

/** Those that stand on the desktop: one that nobody holds is collected, and hears no click. */
const shown = new Set<Notification>()
/** A desktop that never says when one was closed must not make them pile up. */
const mostShown = 50

export function notify(alert: Alert, language: 'en' | 'zh-CN', onClick: () => void): void {
  if (!Notification.isSupported()) return
  const { title, text } = wordAlert(alert, language)
  const note = new Notification({
    title: noticeText(title, process.platform),
    body: noticeText(text, process.platform),
  })
  shown.add(note)
  note.on('click', onClick)
  note.on('close', () => shown.delete(note))
  note.on('failed', () => shown.delete(note))
  const [oldest] = shown
  if (oldest !== undefined && shown.size > mostShown) shown.delete(oldest)
  note.show()
}
