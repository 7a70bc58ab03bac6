// The question before a stranger's link opens, by the system: no page can draw over it or press its buttons.
import { dialog, type BrowserWindow } from 'electron'
import type { LeavingAnswer } from './leaving'
import type { ShownAddress } from './links'
import type { Words } from './words'

export async function askToLeave(
  { to, address, mail }: ShownAddress,
  window: BrowserWindow | null,
  words: Words,
): Promise<LeavingAnswer> {
  const question = {
    type: 'question' as const,
    message: mail ? words.writeMail : words.openAddress,
    detail: [words.leadsTo(to), ...(mail ? [] : [address]), words.strangersLink].join('\n\n'),
    buttons: [words.cancel, words.openIt],
    ...{ defaultId: 0, cancelId: 0, noLink: true },
    ...(mail ? {} : { checkboxLabel: words.alwaysTo(to) }),
  }
  const { response, checkboxChecked } = await (window === null
    ? dialog.showMessageBox(question)
    : dialog.showMessageBox(window, question))
  return { open: response === 1, always: checkboxChecked }
}
