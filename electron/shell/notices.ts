// Alerts as notifications of the desktop. A click brings the window to the front.
import { Notification } from 'electron'
import type { Alert } from '../../shared/contract/alerts'
import { wordAlert } from '../../shared/words/alerts'
import { noticeText } from './notice-text'

export function notify(alert: Alert, language: 'en' | 'zh-CN', onClick: () => void): void {
  if (!Notification.isSupported()) return
  const { title, text } = wordAlert(alert, language)
  const note = new Notification({ title, body: noticeText(text, process.platform) })
  note.on('click', onClick)
  note.show()
}
