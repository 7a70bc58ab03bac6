import { defineText } from '../i18n'

export const text = defineText({
  en: {
    title: 'Diagnostic bundle',
    intro:
      'What helps to find a fault: versions, the engine, the doctor’s checks, the GPUs, settings and the recent log. Tokens, passwords, values of environment variables and your user name were removed. Read it, and delete what you do not want to share.',
    nothingSent: 'Nothing is sent anywhere. The file stays on this machine.',
    text: 'Text of the bundle',
    gathering: 'Gathering…',
    again: 'Gather again',
    save: 'Save…',
    close: 'Close',
    saved: (size: string) => `Bundle saved, ${size}`,
  },
  zhCN: {
    title: '诊断信息包',
    intro:
      '用于查找故障的信息：版本、引擎、诊断结果、GPU、设置和近期日志。令牌、密码、环境变量的值和您的用户名均已移除。请先阅读，并删除您不想分享的内容。',
    nothingSent: '不会发送到任何地方，文件只保存在本机。',
    text: '信息包文本',
    gathering: '正在收集…',
    again: '重新收集',
    save: '保存…',
    close: '关闭',
    saved: (size) => `已保存信息包，${size}`,
  },
})
