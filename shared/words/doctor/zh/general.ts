// What every check may say.
import type { Findings } from '..'

export const general = {
  'cause-elsewhere': (of) => ({ title: '未检查', text: `需先解决“${of('check')}”。` }),
  'cpu-only': () => ({ title: '本机没有 NVIDIA 显卡', text: '一切正常：环境将在 CPU 上运行。' }),
  'not-linux': () => ({ title: '不适用于此系统', text: '此项仅适用于 Linux。' }),
  'engine-remote': (of) => ({
    title: '位于另一台机器',
    text: `引擎 ${of('address')} 在另一台机器上，无法从这里查看其文件。请在那台机器上运行 berth doctor。`,
  }),
  'check-timed-out': (of) => ({
    title: `${of('seconds')} 秒内没有响应`,
    text: '检查已停止，无法判断。机器繁忙或卡住时会这样，请重试。',
  }),
  'check-broke': (of) => ({ title: '检查本身失败', text: `无法判断是否正常：${of('message')}` }),
} satisfies Partial<Findings>
