// Registries, clock, file watches, shared memory, WSL.
import type { Findings } from '..'

export const machine = {
  'registries-answer': (of) => ({ title: '均有响应', text: of('hosts') }),
  'registry-unreachable': (of) => ({
    title: `无法连接 ${of('host')}`,
    text: `${of('message')}。已有的镜像可以运行，但无法从该处拉取新镜像。`,
  }),
  'registry-untrusted': (of) => ({
    title: `${of('host')} 的证书不受信任`,
    text: `${of('message')}。公司的代理或仓库通常使用自己的证书颁发机构，需要告知系统。`,
  }),
  'registry-proxy': (of) => ({
    title: `代理不允许访问 ${of('host')}`,
    text: `${of('proxy')}：${of('message')}`,
  }),
  'clock-right': () => ({ title: '准确', text: '与其他机器相差不过几秒。' }),
  'clock-wrong': (of) => ({
    title: `相差 ${of('seconds')} 秒`,
    text: `与 ${of('host')} 比较。时钟不准时，仓库会拒绝登录，证书也会显得无效。`,
  }),
  'clock-unknown': () => ({ title: '没有可比较的对象', text: '仓库和引擎都没有给出时间。' }),
  'inotify-enough': (of) => ({
    title: `${of('watches')} 个监视，${of('instances')} 个实例`,
    text: '足够 JupyterLab 和编辑器使用。',
  }),
  'inotify-few-watches': (of) => ({
    title: `只有 ${of('watches')} 个文件监视`,
    text: '编辑器和 JupyterLab 会监视许多文件；超过上限时会报“no space left on device”或漏掉改动。同一用户的所有容器共用此上限。',
  }),
  'inotify-few-instances': (of) => ({
    title: `只有 ${of('instances')} 个文件监视实例`,
    text: '每个编辑器、JupyterLab 和文件管理器都会占用若干实例；超过上限时会报“too many open files”或漏掉改动。同一用户的所有容器共用此上限。',
  }),
  'inotify-low': (of) => ({
    title: `只有 ${of('watches')} 个监视和 ${of('instances')} 个实例`,
    text: '编辑器和 JupyterLab 会监视许多文件；超过上限时会报“no space left on device”或漏掉改动。同一用户的所有容器共用此上限。',
  }),
  'shm-roomy': (of) => ({
    title: `${of('sizeGiB')} GiB`,
    text: '无论引擎默认的 64 MiB 如何，Berth 都按内存大小为每个环境设置 /dev/shm。',
  }),
  'shm-small': (of) => ({
    title: `/dev/shm 只有 ${of('sizeMiB')} MiB`,
    text: '本机上在进程间共享张量的程序会以“bus error”结束。环境有各自的共享内存。',
  }),
  'shm-absent': () => ({ title: '/dev/shm 未挂载', text: '本机上在进程间共享内存的程序会失败。' }),
  'wsl-none': () => ({ title: '不是 WSL', text: '本机不是 WSL 发行版。' }),
  'wsl-ready': () => ({
    title: 'WSL 2，使用 Windows 的驱动',
    text: 'Windows 提供的库位于 /usr/lib/wsl/lib。',
  }),
  'wsl-one': () => ({
    title: '这是 WSL 1',
    text: '它没有 Linux 内核，无法运行 Docker 和 CUDA。请将发行版转换为 WSL 2。',
  }),
  'wsl-no-gpu': () => ({
    title: 'WSL 没有提供 GPU',
    text: '没有 /dev/dxg。请更新 WSL 和 Windows 的 NVIDIA 驱动，然后重新启动 WSL。',
  }),
  'wsl-linux-driver': (of) => ({
    title: 'WSL 中安装了 Linux 驱动',
    text: `${of('version') === '' ? '它' : `版本 ${of('version')} `}遮挡了 Windows 提供的库。在 WSL 中只需要 Windows 的驱动。`,
  }),
} satisfies Partial<Findings>
