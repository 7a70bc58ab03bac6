import type { VerdictWordings } from './verdicts'

const updateDriver = (needs: string) =>
  needs
    ? `请将 NVIDIA 驱动升级到 ${needs} 或更高版本，或选择 CUDA 版本较低的镜像。`
    : '请升级 NVIDIA 驱动，或选择 CUDA 版本较低的镜像。'
const newerImage = (firstCuda: string) =>
  firstCuda ? `请选择 CUDA ${firstCuda} 或更高版本的镜像。` : '请选择 CUDA 和框架版本更高的镜像。'
const olderImage = '请选择 CUDA 或框架版本较低的镜像。'

export const verdictsZh: VerdictWordings = {
  titles: {
    runs: '可以运行',
    'minor-version': '可以运行，有限制',
    'without-gpu': '不使用 GPU 运行',
    'will-not-run': '无法运行',
    'cannot-tell': '无法判断',
  },
  likely: (sentence) => `很可能如此，但未经证实：${sentence}`,
  excluded: (count) => `本机有 ${count} 块 GPU 无法运行它，请选择其他 GPU。`,
  reasons: {
    'driver-new-enough': {
      says: (p) =>
        p('cuda')
          ? `驱动 ${p('driver')} 支持 CUDA ${p('cuda')}。`
          : `驱动 ${p('driver')} 满足要求（至少 ${p('needs')}）。`,
      next: () => '',
    },
    'driver-too-old': {
      says: (p) =>
        `${p('cuda') && `CUDA ${p('cuda')} `}需要驱动 ${p('needs')} 或更高版本，本机驱动为 ${p('driver')}。`,
      next: (p) => updateDriver(p('needs')),
    },
    'driver-minor-version': {
      says: (p) =>
        // '12' alone: the image does not say which.
        `驱动 ${p('driver')} ${p('cuda').includes('.') ? '' : '可能'}早于镜像的 CUDA ${p('cuda')}，但属于同一主版本：可以运行，只是不能在加载时编译代码（PTX），也不能使用新版驱动的功能。`,
      next: (p) => p('needs') && `升级到驱动 ${p('needs')} 或更高版本即可解除限制。`,
    },
    'driver-forward-compat': {
      says: (p) =>
        `CUDA ${p('cuda')} 需要驱动 ${p('needs')} 或更高版本，本机驱动为 ${p('driver')}；在数据中心 GPU 上，镜像自带的兼容包也许可以弥补。`,
      next: (p) => updateDriver(p('needs')),
    },
    'driver-missing': {
      says: () => '本机没有 NVIDIA 驱动，镜像将在 CPU 上运行。',
      next: () => '如果装有 NVIDIA 显卡，请安装驱动；诊断页会说明步骤。',
    },
    'driver-unknown': {
      says: (p) => `无法得知运行它的机器所用的驱动${p('driver') && `（${p('driver')}）`}。`,
      next: () => '请先用诊断检查驱动，然后重新检查镜像。',
    },
    'require-unmet': {
      says: (p) => `镜像要求 ${p('require')}，驱动 ${p('driver')} 不满足，容器将无法启动。`,
      next: (p) =>
        `请${p('needs') ? `将 NVIDIA 驱动升级到 ${p('needs')} 或更高版本` : '升级 NVIDIA 驱动'}，或设置 NVIDIA_DISABLE_REQUIRE=1 强制启动。`,
    },
    'require-unreadable': {
      says: (p) => `无法解读镜像对驱动的要求：${p('require')}。`,
      next: () => '如果容器无法启动，请设置 NVIDIA_DISABLE_REQUIRE=1。',
    },
    'capability-covered': {
      says: (p) =>
        p('kernels')
          ? `镜像含有适用于 ${p('cards')}（计算能力 ${p('capability')}）的代码。`
          : `CUDA ${p('cuda')} 支持 ${p('cards')}（计算能力 ${p('capability')}）。`,
      next: () => '',
    },
    'capability-too-old': {
      says: (p) =>
        `${p('cards')} 的计算能力为 ${p('capability')}，而镜像只含 ${p('kernels')} 的代码，运行时会报 “no kernel image is available”。`,
      next: () => olderImage,
    },
    'capability-too-new': {
      says: (p) =>
        p('ptx')
          ? `${p('cards')} 的计算能力为 ${p('capability')}，镜像中的代码须在加载时为其编译，而本机驱动过旧，无法编译。`
          : `${p('cards')} 的计算能力为 ${p('capability')}，而镜像只含 ${p('kernels')} 的代码，运行时会报 “no kernel image is available”。`,
      next: (p) => (p('ptx') ? '请升级 NVIDIA 驱动，或选择为该显卡制作的镜像。' : newerImage(p('firstCuda'))),
    },
    'capability-by-ptx': {
      says: (p) =>
        `镜像没有适用于 ${p('cards')}（计算能力 ${p('capability')}）的现成代码，但驱动会在首次启动时编译，需要几分钟。`,
      next: () => '',
    },
    'capability-unknown': {
      says: (p) =>
        p('what') === 'card'
          ? `不清楚 ${p('cards')} 能运行什么${p('capability') && `（计算能力 ${p('capability')}）`}。`
          : `镜像没有公布它支持哪些显卡${p('capability') && `；${p('cards')} 需要计算能力 ${p('capability')}`}。`,
      next: () => '拉取后的检查会给出结论。',
    },
    'cuda-dropped-architecture': {
      says: (p) =>
        `CUDA ${p('cuda')} 已不再支持 ${p('architecture')} 架构（${p('cards')}），最后支持的版本是 ${p('lastCuda')}。`,
      next: (p) => `请选择 CUDA ${p('lastCuda')} 或更低版本的镜像。`,
    },
    'cuda-predates-architecture': {
      says: (p) =>
        `CUDA ${p('cuda')} 早于 ${p('architecture')} 架构（${p('cards')}），后者需要 ${p('firstCuda')} 或更高版本。`,
      next: (p) => `请选择 CUDA ${p('firstCuda')} 或更高版本的镜像。`,
    },
    'architecture-other': {
      says: (p) => `镜像为 ${p('image')} 构建，而本机是 ${p('host')}。`,
      next: (p) => `请选择为 ${p('host')} 构建的镜像。`,
    },
    'architecture-emulated': {
      says: (p) =>
        `镜像为 ${p('image')} 构建，而本机是 ${p('host')}；只有容器引擎支持模拟时才能启动，而且很慢。`,
      next: (p) => `请选择为 ${p('host')} 构建的镜像。`,
    },
    'image-for-cpu': { says: () => '这是 CPU 镜像，不使用 GPU。', next: () => '' },
    'no-card': {
      says: (p) => `已安装驱动 ${p('driver')}，但没有 NVIDIA 显卡响应，镜像将在 CPU 上运行。`,
      next: () => '如果本应有显卡，诊断页会说明问题所在。',
    },
    'nothing-known': {
      says: (p) => (p('cuda') ? `不清楚 CUDA ${p('cuda')} 的要求。` : '镜像没有说明它对 GPU 的要求。'),
      next: () => '拉取后的检查会给出结论。',
    },
  },
}
