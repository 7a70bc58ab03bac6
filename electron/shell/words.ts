// The few words that the main process itself shows: menu and notifications. Everything else is worded in the page.
import type { Settings } from '../../shared/model/settings'

const english = {
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  downloaded: 'Downloaded',
  downloadFailed: 'The download did not finish',
  chooseFolder: 'Choose the project folder',
  choose: 'Choose',
  saveFile: 'Save the log',
}
export type Words = typeof english

const chinese: Words = {
  edit: '编辑',
  view: '视图',
  window: '窗口',
  downloaded: '下载完成',
  downloadFailed: '下载未完成',
  chooseFolder: '选择项目文件夹',
  choose: '选择',
  saveFile: '保存日志',
}

export function wordsFor(language: Settings['language'], systemLocale: string): Words {
  const wanted = language === 'system' ? systemLocale : language
  return wanted.toLowerCase().startsWith('zh') ? chinese : english
}
