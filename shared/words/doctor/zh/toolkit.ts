// The toolkit, whether the engine knows it, and the CDI files.
import type { Findings } from '..'
import { productName } from '../product'

export const toolkit = {
  'toolkit-present': (of) => ({
    title: `已安装${of('version') === '' ? '' : `，版本 ${of('version')}`}`,
    text: '为容器提供 GPU 的组件在 PATH 中。',
  }),
  'toolkit-cdi-only': (of) => ({
    title: `已安装基础组件${of('version') === '' ? '' : `，版本 ${of('version')}`}`,
    text: '有 nvidia-ctk，没有运行时钩子，因此容器通过 CDI 使用 GPU。',
  }),
  'toolkit-missing': () => ({
    title: '未安装 NVIDIA Container Toolkit',
    text: '驱动正常；缺少的是把显卡交给容器的组件。这里的“could not select device driver”正是这个意思。',
  }),
  'toolkit-snap-engine': () => ({
    title: 'Docker 是 snap 软件包',
    text: '它运行在沙箱中，找不到系统中的 NVIDIA Container Toolkit。请使用发行版或 docker.com 提供的 Docker。',
  }),
  'toolkit-not-needed': (of) => ({
    title: `使用 ${productName(of('product'))} 时不需要`,
    text: '它自带所需组件。',
  }),
  'runtime-registered': () => ({ title: '引擎已识别 nvidia 运行时', text: '它在引擎的运行时列表中。' }),
  'runtime-in-file': (of) => ({ title: '已注册 nvidia 运行时', text: `记录在 ${of('file')} 中。` }),
  'toolkit-by-hook': () => ({
    title: '引擎在 PATH 中找到了钩子',
    text: '这对 --gpus 已足够，只有 --runtime=nvidia 才需要在 daemon.json 中注册。',
  }),
  'toolkit-by-cdi': () => ({ title: '引擎通过 CDI 识别显卡', text: '它们在引擎的设备列表中。' }),
  'toolkit-unconfigured': (of) => ({
    title: 'Toolkit 已安装，但引擎不知道',
    text: `${of('file')} 中没有 nvidia 运行时，引擎启动时也没有找到钩子。请注册运行时，然后重启引擎。`,
  }),
  'engine-current': () => ({
    title: '引擎启动晚于其配置',
    text: '启动后 daemon.json 与 Toolkit 均未改变。',
  }),
  'engine-not-restarted': (of) => ({
    title: '更改后引擎尚未重启',
    text: `${of('changed')} 在引擎启动之后有改动，引擎并不知道。重启会停止正在运行的容器，除非启用了 live-restore。`,
  }),
  'engine-config-newer': (of) => ({
    title: '配置在引擎启动后有改动',
    text: `${of('file')} 比正在运行的引擎更新，其中的改动在重启后生效。`,
  }),
  'engine-start-unknown': () => ({
    title: '无法得知引擎何时启动',
    text: '套接字旁没有 pid 文件，或无权读取。',
  }),
  'cdi-matches': (of) => ({
    title: `已描述 ${of('count')} 个设备`,
    text: '包含每一张显卡，所引用的文件都存在。',
  }),
  'cdi-not-used': () => ({ title: '此处未使用', text: '容器通过运行时钩子使用 GPU，不需要描述文件。' }),
  'cdi-missing': (of) => ({
    title: '尚未生成 CDI 描述文件',
    text: `容器需通过 CDI 使用 GPU，但 ${of('folders')} 中没有 NVIDIA 的描述文件。这里的“unresolvable CDI devices”正是这个意思。`,
  }),
  'cdi-off': (of) => ({
    title: '引擎未启用 CDI',
    text: `Docker ${of('version')} 需在 daemon.json 中启用（features.cdi）；从 28.2 起默认启用。`,
  }),
  'cdi-cards-differ': (of) => ({
    title: 'CDI 描述的是其他显卡',
    text: `其中缺少 ${of('missing')}。描述文件在安装该显卡之前生成，请重新生成。`,
  }),
  'cdi-files-gone': (of) => ({
    title: 'CDI 描述文件属于旧驱动',
    text: `其中引用的 ${of('path')} 在驱动升级后已不存在，请重新生成。`,
  }),
  'cdi-unreadable': (of) => ({
    title: '无法读取 CDI 描述文件',
    text: `${of('file')} 的内容不正确，或您无权读取。`,
  }),
} satisfies Partial<Findings>
