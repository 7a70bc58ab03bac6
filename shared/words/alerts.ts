// What alerts say, in both languages: the window and the desktop's notifications speak with the same words.
import type { Alert } from '../contract/alerts'
import type { AlertKind } from '../model/alert-kinds'
import { isolated } from '../model/isolated'

export type AlertWords = { title: string; text: string }
type Language = 'en' | 'zh-CN'
type Word = (params: Params) => AlertWords
type Params = {
  text: (name: string) => string
  /** The notebook's name without its folder, or these words. */
  notebookOr: (otherwise: string) => string
  memory: string
  time: string
}

/** `locale` writes the time of day; a notification has no other figures that depend on it. */
export function wordAlert(alert: Pick<Alert, 'kind' | 'params'>, language: Language): AlertWords {
  const param = (name: string) => String(alert.params[name] ?? '')
  const notebook = param('notebook').split('/').at(-1) ?? ''
  const memoryMiB = Number(alert.params['memoryMiB'] ?? 0)
  const at = Number(alert.params['shutdownAt'] ?? 0)
  return (language === 'zh-CN' ? chinese : english)[alert.kind]({
    text: (name) => isolated(param(name)),
    notebookOr: (otherwise) => (notebook === '' ? otherwise : isolated(notebook)),
    memory: memoryMiB >= 1024 ? `${(memoryMiB / 1024).toFixed(1)} GiB` : `${memoryMiB} MiB`,
    time: new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' }),
  })
}

/** The names of the kinds, for switching them on and off. */
export function alertKindName(kind: AlertKind, language: Language): string {
  return (language === 'zh-CN' ? chineseNames : englishNames)[kind]
}

const english: Record<AlertKind, Word> = {
  'memory-full': ({ text }) => ({
    title: `GPU ${text('card')} is nearly full`,
    text: `${text('percent')} % of its memory is used: the next allocation may fail. The GPU room shows who holds it.`,
  }),
  'cuda-out-of-memory': ({ text }) => ({
    title: `${text('name')} ran out of GPU memory`,
    text: 'CUDA could not allocate what the program asked for. A smaller batch, or freeing what idle kernels hold, makes room.',
  }),
  'card-lost': ({ text }) =>
    text('health') === 'needs-reset'
      ? {
          title: `GPU ${text('card')} needs a reset`,
          text: `${text('name')} reports a fault and computes nothing until it is reset. Save your work on it, then reset it or restart the machine.`,
        }
      : {
          title: `GPU ${text('card')} is lost`,
          text: `The driver no longer reaches ${text('name')}. Programs on it will fail; only a restart of the machine brings it back.`,
        },
  throttled: ({ text }) => ({
    title: `GPU ${text('card')} slows down`,
    text: `${reasonsIn(text('reasons'), 'en')}${text('celsius') === '' ? '' : ` (${text('celsius')} °C)`}. Its work takes longer than it should.`,
  }),
  'idle-memory': ({ text, notebookOr, memory }) => ({
    title: `${notebookOr('An idle kernel')} holds ${memory}`,
    text: `Its kernel in ${text('name')} has been idle for ${text('hours')} h. Shutting it down frees the memory; unsaved variables are lost.`,
  }),
  'one-busy-card': ({ text }) => ({
    title: `${text('name')} uses one of its ${text('cards')} GPUs`,
    text: `GPU ${text('card')} computes while the others idle. A program must be written for several cards: in PyTorch with DistributedDataParallel, started by torchrun.`,
  }),
  'container-lost-gpu': ({ text }) => ({
    title: `${text('name')} lost its GPUs`,
    text: 'It still runs but can no longer reach its cards, as happens when systemd reloads. Re-create it with the same settings to get them back.',
  }),
  reaper: ({ text, notebookOr, memory, time }) => ({
    title: `${notebookOr('An idle kernel')} will be shut down at ${time}`,
    text: `Its kernel in ${text('name')} is idle and holds ${memory}. Keep it if you still need its variables.`,
  }),
}

const chinese: Record<AlertKind, Word> = {
  'memory-full': ({ text }) => ({
    title: `GPU ${text('card')} 显存即将用尽`,
    text: `已使用 ${text('percent')}% 的显存，下一次分配可能失败。GPU 页面会显示由谁占用。`,
  }),
  'cuda-out-of-memory': ({ text }) => ({
    title: `${text('name')} 显存不足`,
    text: 'CUDA 无法分配程序所需的显存。可减小批量大小，或释放空闲内核占用的显存。',
  }),
  'card-lost': ({ text }) =>
    text('health') === 'needs-reset'
      ? {
          title: `GPU ${text('card')} 需要重置`,
          text: `${text('name')} 报告故障，重置前无法计算。请先保存工作，再重置显卡或重启机器。`,
        }
      : {
          title: `GPU ${text('card')} 已丢失`,
          text: `驱动已无法访问 ${text('name')}。其上的程序将会失败，只有重启机器才能恢复。`,
        },
  throttled: ({ text }) => ({
    title: `GPU ${text('card')} 已降频`,
    text: `${reasonsIn(text('reasons'), 'zh-CN')}${text('celsius') === '' ? '' : `（${text('celsius')} °C）`}。计算会比预期更慢。`,
  }),
  'idle-memory': ({ text, notebookOr, memory }) => ({
    title: `${notebookOr('空闲内核')} 占用 ${memory} 显存`,
    text: `它在 ${text('name')} 中的内核已空闲 ${text('hours')} 小时。关闭内核可释放显存，未保存的变量将丢失。`,
  }),
  'one-busy-card': ({ text }) => ({
    title: `${text('name')} 只使用了 ${text('cards')} 张 GPU 中的一张`,
    text: `GPU ${text('card')} 正在计算，其余空闲。程序需要专门支持多卡：在 PyTorch 中使用 DistributedDataParallel，并用 torchrun 启动。`,
  }),
  'container-lost-gpu': ({ text }) => ({
    title: `${text('name')} 失去了 GPU`,
    text: '容器仍在运行，但已无法访问显卡，systemd 重新加载后常会如此。用相同设置重新创建即可恢复。',
  }),
  reaper: ({ text, notebookOr, memory, time }) => ({
    title: `${notebookOr('空闲内核')} 将于 ${time} 关闭`,
    text: `它在 ${text('name')} 中的内核空闲并占用 ${memory} 显存。如仍需要其变量，请选择保留。`,
  }),
}

const englishNames: Record<AlertKind, string> = {
  'memory-full': 'GPU memory above 95 %',
  'cuda-out-of-memory': 'CUDA out of memory in a log',
  'card-lost': 'Card lost or in need of a reset',
  throttled: 'Slowed down by heat or power',
  'idle-memory': 'Idle kernels that hold memory',
  'one-busy-card': 'One busy card of several',
  'container-lost-gpu': 'Container lost its GPUs',
  reaper: 'Announced shutdowns of idle kernels',
}
const chineseNames: Record<AlertKind, string> = {
  'memory-full': '显存占用超过 95%',
  'cuda-out-of-memory': '日志中出现 CUDA 显存不足',
  'card-lost': '显卡丢失或需要重置',
  throttled: '因过热或供电降频',
  'idle-memory': '空闲内核占用显存',
  'one-busy-card': '多卡中只有一张在计算',
  'container-lost-gpu': '容器失去 GPU',
  reaper: '即将关闭的空闲内核',
}

const reasonWords: Record<string, { en: string; 'zh-CN': string }> = {
  'hardware-slowdown': { en: 'the hardware holds the clocks back', 'zh-CN': '硬件限制了频率' },
  'software-thermal': { en: 'it is too hot', 'zh-CN': '温度过高' },
  'hardware-thermal': { en: 'it is too hot', 'zh-CN': '温度过高' },
  'power-brake': { en: 'the power supply holds it back', 'zh-CN': '供电限制' },
}

function reasonsIn(reasons: string, language: Language): string {
  const words = new Set(reasons.split(' ').flatMap((reason) => reasonWords[reason]?.[language] ?? []))
  const said = [...words].join(language === 'en' ? ', ' : '，')
  return said.charAt(0).toUpperCase() + said.slice(1)
}
