// The engine, its version, its setup and its disk.
import type { Findings } from '..'
import { productName } from '../product'

export const engine = {
  'engine-answers': (of) => ({
    title: `${productName(of('product'))} ${of('version')} 有响应`,
    text: `地址为 ${of('address')}，${sources[of('source')] ?? '在该处找到'}。`,
  }),
  'engine-context-dead': (of) => ({
    title: `Docker 上下文“${of('context')}”没有响应`,
    text: `Berth 改用 ${of('address')} 处的引擎。docker 命令仍会连接 ${of('dead')} 并失败，直到切换上下文。`,
  }),
  'engine-not-installed': () => ({
    title: '未安装容器引擎',
    text: '环境在容器中运行，而本机无法运行容器：没有套接字响应，PATH 中也没有 dockerd 或 podman。',
  }),
  'engine-stopped': (of) => ({
    title: '引擎已安装但未运行',
    text: `${of('address')} 处无人监听，启动引擎即可。`,
  }),
  'engine-desktop-stopped': () => ({
    title: 'Docker Desktop 未运行',
    text: '它已安装，引擎随应用程序一起启动。',
  }),
  'engine-forbidden': (of) => ({
    title: '引擎存在，但您无权使用',
    text: `${of('user')} 无法打开 ${of('address')}。其用户组的成员可以，同时也能成为本机的 root，这正是该组的含义。`,
  }),
  'engine-wrong-address': (of) => ({
    title: `${addressSources[of('source')] ?? of('source')} 指向的地址没有响应`,
    text: `它指向 ${of('address')}，那里没有引擎；而 ${of('other')} 处有一个正在运行。`,
  }),
  'engine-silent': (of) => ({
    title: '引擎没有反应',
    text: `${of('address')} 接受连接但不回答。通常重启引擎即可，原因见其日志。`,
  }),
  'engine-api-too-old': (of) => ({
    title: '引擎版本过旧',
    text: `${of('address')} 使用 API ${of('version')}；Berth 需要 1.41（Docker 20.10）或更新版本。`,
  }),
  'engine-unreachable': (of) => ({ title: '无法连接引擎', text: `${of('address')}：${of('message')}` }),
  'api-current': (of) => ({
    title: `版本 ${of('version')}，API ${of('api')}`,
    text: '满足 Berth 的全部功能。',
  }),
  'api-old': (of) => ({
    title: `版本 ${of('version')}，API ${of('api')}：可用，但较旧`,
    text: '环境可以运行。CDI 设备需要 Docker 25，且 Docker 已不再为此版本提供安全更新。',
  }),
  'setup-usual': (of) => ({
    title: '常规配置',
    text: `存储驱动 ${of('storage')}，cgroup v${of('cgroupVersion')}，由 ${of('cgroupDriver')} 管理。`,
  }),
  'setup-rootless': () => ({
    title: '引擎以非 root 方式运行',
    text: '这样更安全。旧式 NVIDIA 钩子需设置 no-cgroups 才能提供设备；使用 CDI 则不需要。',
  }),
  'setup-desktop': () => ({
    title: 'Docker Desktop',
    text: '其引擎运行在虚拟机中，内存上限单独设置。在 Windows 上通过 WSL 2 使用 GPU；在 macOS 和 Linux 上没有 GPU。',
  }),
  'setup-podman': (of) => ({ title: `Podman ${of('version')}`, text: '它通过 CDI 使用 GPU。' }),
  'setup-podman-too-old': (of) => ({
    title: `Podman ${of('version')} 会忽略 GPU 请求`,
    text: '通过 Docker 兼容接口使用 GPU 需要 Podman 5.4 或更新版本。旧版本会静默启动没有 GPU 的容器。',
  }),
  'setup-storage-slow': (of) => ({
    title: `存储驱动 ${of('storage')} 会复制整个镜像`,
    text: '每个容器都占用镜像的全部大小，启动也慢。overlay2 可共享各层。',
  }),
  'setup-other-engine': (of) => ({
    title: '正在使用的不是带 GPU 的引擎',
    text: `${of('context') === '' ? '该地址' : `Docker 上下文“${of('context')}”`}指向 ${of('address')} 处的 ${productName(of('product'))}，它无法使用本机显卡；${of('other')} 处的引擎可以。`,
  }),
  'disk-roomy': (of) => ({ title: `剩余 ${of('freeGiB')} GiB`, text: '足够存放多个 CUDA 镜像。' }),
  'disk-low': (of) => ({
    title: `${of('path')} 剩余 ${of('freeGiB')} GiB`,
    text: '带 CUDA 的 PyTorch 镜像解压后占 10 到 20 GiB，下一次拉取可能放不下。',
  }),
  'disk-full': (of) => ({
    title: `${of('path')} 已满`,
    text: `仅剩 ${of('freeGiB')} GiB。拉取会以“no space left on device”结束，正在运行的笔记本可能无法保存。`,
  }),
} satisfies Partial<Findings>

const sources: Record<string, string> = {
  settings: '由设置指定',
  DOCKER_HOST: '由 DOCKER_HOST 指定',
  context: '由 Docker 上下文指定',
  system: '系统默认位置',
  rootless: '您自己的非 root 引擎',
  desktop: '属于 Docker Desktop',
  podman: '属于 Podman',
}

const addressSources: Record<string, string> = { settings: '设置', context: 'Docker 上下文' }
