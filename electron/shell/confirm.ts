// A question in a dialog of the system's own, which no page can draw over or press.
import { dialog, type BrowserWindow } from 'electron'
import { RefusalError } from '../../shared/model/refusal'
import { wordQuestion, type Question } from '../../shared/words/consent'

type Asked = { window: BrowserWindow | null; language: 'en' | 'zh-CN' }

/** Enter and Escape are a no. Refuses with Conflict while another question stands: a page cannot pile them up. */
export function oneQuestionAtATime() {
  let standing = false
  return async (question: Question, { window, language }: Asked): Promise<'yes' | 'no'> => {
    if (standing) throw new RefusalError('Conflict', { evidence: 'Berth is asking something else already' })
    standing = true
    try {
      const { title, detail, yes, no } = wordQuestion(question, language)
      const about = {
        ...{ type: 'warning' as const, title: 'Berth', message: title, detail },
        ...{ buttons: [no, yes], defaultId: 0, cancelId: 0, noLink: true },
      }
      const { response } = await (window === null
        ? dialog.showMessageBox(about)
        : dialog.showMessageBox(window, about))
      return response === 1 ? 'yes' : 'no'
    } finally {
      standing = false
    }
  }
}
