import { defineText } from './text'

/** What a kernel is doing, and how it is asked to end: in the workspace, among the GPUs' processes and in an alert. */
export const kernelWords = defineText({
  en: {
    states: {
      idle: 'idle',
      busy: 'busy',
      starting: 'starting',
      restarting: 'restarting',
      dead: 'dead',
      unknown: 'state unknown',
    },
    idleFor: (time: string) => `idle ${time}`,
    idleTitle: (name: string) => `Shut the kernel of ${name} down?`,
    idleText: 'Its variables are lost; the notebook file stays.',
    busyTitle: (name: string) => `Shut the busy kernel of ${name} down?`,
    busyText: 'It is computing now. What it computes and its variables are lost; the notebook file stays.',
    confirm: 'Shut down',
    wasShutDown: (name: string) => `The kernel of ${name} was shut down`,
  },
  zhCN: {
    states: {
      idle: '空闲',
      busy: '忙碌',
      starting: '启动中',
      restarting: '重启中',
      dead: '已终止',
      unknown: '状态未知',
    },
    idleFor: (time) => `已空闲 ${time}`,
    idleTitle: (name) => `关闭 ${name} 的内核？`,
    idleText: '其变量会丢失，笔记本文件不受影响。',
    busyTitle: (name) => `关闭 ${name} 正在忙碌的内核？`,
    busyText: '它正在计算。正在计算的内容和变量会丢失，笔记本文件不受影响。',
    confirm: '关闭',
    wasShutDown: (name) => `已关闭 ${name} 的内核`,
  },
})
