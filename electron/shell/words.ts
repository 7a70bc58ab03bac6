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
  saveFile: 'Save as',
  crashed: 'The window’s page ended twice in a row',
  crashedDetail: 'Terminals, launches and containers go on without it.',
  showAgain: 'Show it again',
  openAddress: 'Open this address in your browser?',
  writeMail: 'Write to this address in your mail program?',
  leadsTo: (to: string) => `It leads to: ${to}`,
  strangersLink: 'The link comes from a notebook or from what a program printed. Berth has not checked it.',
  alwaysTo: (to: string) => `Do not ask about ${to} again until Berth quits`,
  openIt: 'Open',
  cancel: 'Cancel',
  unsaved: 'Leave JupyterLab with changes that are not saved?',
  unsavedDetail: 'Kernels and their variables stay. What was typed since the last save is lost.',
  stay: 'Stay',
  leave: 'Leave',
  openBerth: 'Open Berth',
  gpusNotWatched: 'GPUs: nobody looks at them now',
  simulated: 'Simulated GPUs',
  noneRunning: 'No environment runs',
  running: (count: number) => `${count} ${count === 1 ? 'environment runs' : 'environments run'}:`,
  more: (count: number) => `  and ${count} more`,
  quit: 'Quit',
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
  saveFile: '另存为',
  crashed: '窗口页面接连两次意外结束',
  crashedDetail: '终端、启动任务和容器仍在运行。',
  showAgain: '重新显示',
  openAddress: '在浏览器中打开此地址？',
  writeMail: '用邮件程序写信给此地址？',
  leadsTo: (to) => `实际指向：${to}`,
  strangersLink: '此链接来自笔记本或程序的输出，Berth 未作核实。',
  alwaysTo: (to) => `在 Berth 退出前不再询问 ${to}`,
  openIt: '打开',
  cancel: '取消',
  unsaved: 'JupyterLab 中有未保存的更改，要离开吗？',
  unsavedDetail: '内核及其变量会保留，上次保存之后输入的内容将丢失。',
  stay: '留下',
  leave: '离开',
  openBerth: '打开 Berth',
  gpusNotWatched: 'GPU：当前未在监测',
  simulated: '模拟的 GPU',
  noneRunning: '没有运行中的环境',
  running: (count) => `${count} 个环境正在运行：`,
  more: (count) => `  还有 ${count} 个`,
  quit: '退出',
}

export function languageOf(language: Settings['language'], systemLocale: string): 'en' | 'zh-CN' {
  const wanted = language === 'system' ? systemLocale : language
  return wanted.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

export function wordsFor(language: Settings['language'], systemLocale: string): Words {
  return languageOf(language, systemLocale) === 'zh-CN' ? chinese : english
}
