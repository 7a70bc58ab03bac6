// The driver, the cards, and what a container gets of them.
import type { Findings } from '..'

export const cards = {
  'driver-loaded': (of) => ({ title: `驱动 ${of('version')} 已加载`, text: '内核模块有响应。' }),
  'driver-missing': (of) => ({
    title: '有 NVIDIA 显卡，但没有驱动',
    text: `本机装有${of('card') === '' ? '显卡' : ` ${of('card')}`}，但未安装 NVIDIA 驱动。在此之前一切在 CPU 上运行。`,
  }),
  'driver-not-loaded': (of) => ({ title: '驱动已安装但未加载', text: notLoaded(of('reason')) }),
  'versions-agree': (of) => ({ title: `均为 ${of('version')}`, text: '内核模块与库版本一致。' }),
  'versions-differ': (of) => ({
    title: '驱动已升级，但旧驱动仍在内核中',
    text: `内核运行的是${of('kernel') === '' ? '另一版本' : ` ${of('kernel')}`}，库是${of('library') === '' ? '另一版本' : ` ${of('library')}`}。重启机器之前，任何程序都无法使用 GPU。`,
  }),
  'versions-untold': (of) => ({
    title: '无法得知库的版本',
    text: `${of('kernel') === '' ? '驱动已加载' : `内核运行的驱动是 ${of('kernel')}`}，但负责核对两者的 nvidia-smi 不存在或没有运行到这一步。`,
  }),
  'cards-answer': (of) => ({
    title: `${of('count')} 张显卡均有响应`,
    text: '驱动可以读取每一张显卡。',
  }),
  'card-lost': (of) => ({
    title: `GPU ${of('card')} 已丢失`,
    text: `驱动已无法访问 ${of('name')}，只有重启机器才能恢复；若再次发生，请检查供电与插槽。`,
  }),
  'card-needs-reset': (of) => ({
    title: `GPU ${of('card')} 需要重置`,
    text: `${of('name')} 报告故障，重置前无法计算。请先保存其上的工作。`,
  }),
  'cards-none': () => ({
    title: '驱动没有发现显卡',
    text: '驱动已加载但未列出设备：显卡可能已直通给虚拟机、在固件中被禁用，或需要更新的驱动。',
  }),
  'cards-silent': (of) => ({ title: 'nvidia-smi 响应异常', text: of('message') }),
  'gpu-container-runs': (of) => ({
    title: '可以启动，并能看到显卡',
    text: `使用 ${of('image')} 测试：容器内看到 ${of('count')} 张。`,
  }),
  'gpu-container-starts': (of) => ({
    title: '可以启动',
    text: `使用 ${of('image')} 测试，该镜像缺少 nvidia-smi 所需的组件，因此未读取容器内的情况。`,
  }),
  'gpu-container-fails': (of) => ({
    title: '带 GPU 的容器无法启动',
    text: `使用 ${of('image')} 测试：${of('message')}`,
  }),
  'gpu-container-blind': (of) => ({
    title: '容器可以启动，但看不到 GPU',
    text: `使用 ${of('image')} 测试：${of('message')}`,
  }),
  'gpu-container-no-image': () => ({
    title: '未测试：还没有镜像',
    text: '检查不会下载任何内容，首次启动环境之后即可测试。',
  }),
  'cgroup-safe': () => ({
    title: '不会丢失',
    text: '在本机执行 systemd daemon-reload 不会让运行中的容器失去显卡。',
  }),
  'cgroup-hazard': () => ({
    title: 'systemd 重载会让运行中的容器失去 GPU',
    text: '引擎由 systemd 管理 cgroup，而旧式钩子没有把显卡告知 systemd：执行“systemctl daemon-reload”（包括升级软件包时）后，容器会报“Failed to initialize NVML: Unknown Error”。Berth 会发现并重新创建容器；在 /dev/char 中建立链接可以避免。',
  }),
  'persistence-on': () => ({ title: '已开启', text: '无人使用显卡时驱动仍保持加载。' }),
  'persistence-off': (of) => ({
    title: `${of('count')} 张显卡未开启`,
    text: '无人使用显卡时驱动会卸载，下一个程序需要等待数秒。在服务器上应当开启。',
  }),
} satisfies Partial<Findings>

function notLoaded(reason: string): string {
  if (reason === 'nouveau') return '开源驱动 nouveau 占用了显卡，需要将其屏蔽并重启机器。'
  if (reason === 'secure-boot')
    return 'Secure Boot 已开启，内核只加载已签名的模块。请登记模块的密钥，或关闭 Secure Boot。'
  return '有 nvidia-smi，但没有内核模块响应：通常是模块未针对当前内核构建。'
}
