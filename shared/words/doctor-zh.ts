import type { DoctorWords } from './doctor'

export const doctorChinese: DoctorWords = {
  checks: {
    engine: '容器引擎',
    'engine-version': '引擎版本',
    'engine-setup': '引擎配置',
    disk: '磁盘空间',
    driver: 'NVIDIA 驱动',
    'driver-versions': '驱动与库的版本',
    cards: '每张显卡都有响应',
    toolkit: 'NVIDIA Container Toolkit',
    'toolkit-configured': '引擎已识别 Toolkit',
    'engine-restarted': '引擎已重启生效',
    cdi: 'CDI 描述文件',
    'gpu-container': 'GPU 容器可启动',
    'cgroup-hazard': 'systemd 重载后 GPU 不丢失',
    persistence: '持久模式',
    registry: '镜像仓库',
    clock: '系统时钟',
    inotify: '文件监视',
    shm: '共享内存',
    wsl: 'WSL 2',
  },
  findings: {
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
  },
  fixes: {
    'install-engine': { title: '安装 Docker', text: '从您的发行版安装并启动。' },
    'start-engine': { title: '启动引擎', text: '立即启动，并在每次开机时启动。' },
    'start-desktop': { title: '启动 Docker Desktop', text: '打开应用程序，等待其显示引擎正在运行。' },
    'join-docker-group': {
      title: '加入 docker 组',
      text: '下次登录时生效。该组的成员可以成为本机的 root。',
    },
    'unset-docker-host': {
      title: '取消 DOCKER_HOST',
      text: '同时从 shell 的启动文件中删除，然后重新启动 Berth。',
    },
    'use-default-context': { title: '使用默认上下文', text: 'docker 命令随后会连接本机的引擎。' },
    'change-address': { title: '更改引擎地址', text: '在设置中清空地址，Berth 会自行查找。' },
    'upgrade-engine': { title: '升级引擎', text: '从发行版或 docker.com 安装当前版本。' },
    'use-overlay2': {
      title: '使用 overlay2',
      text: '在 daemon.json 中设置 "storage-driver": "overlay2" 并重启引擎。镜像需要重新拉取。',
    },
    'free-disk': {
      title: '腾出空间',
      text: '显示引擎占用的空间。删除未使用的镜像和构建缓存效果最大；不会替您删除任何内容。',
    },
    'install-driver': { title: '安装 NVIDIA 驱动', text: '然后重启机器。' },
    'load-driver': {
      title: '加载驱动',
      text: '若无法加载，可能是模块未针对当前内核构建、被 Secure Boot 拒绝，或 nouveau 占用了显卡；内核日志会说明。',
    },
    reboot: { title: '重启机器', text: '请先保存所有工作：正在运行的一切都会结束。' },
    'reload-driver': {
      title: '不重启，直接加载新驱动',
      text: '仅在没有任何程序（包括桌面）使用 GPU 时可行。',
    },
    'reset-card': { title: '重置显卡', text: '会结束其上运行的程序。' },
    'install-toolkit': {
      title: '安装 NVIDIA Container Toolkit',
      text: '使用 NVIDIA 的软件包，注册到引擎并重启引擎。',
    },
    'leave-snap': { title: '替换 snap 软件包', text: '其中的镜像和容器不会随之迁移。' },
    'configure-toolkit': {
      title: '注册 Toolkit 并重启引擎',
      text: '正在运行的容器会停止，除非启用了 live-restore。',
    },
    'restart-engine': { title: '重启引擎', text: '正在运行的容器会停止，除非启用了 live-restore。' },
    'generate-cdi': { title: '生成描述文件', text: '按显卡的现状进行描述。' },
    'enable-cdi': {
      title: '启用 CDI 并重启引擎',
      text: '正在运行的容器会停止，除非启用了 live-restore。',
    },
    'make-device-links': {
      title: '在 /dev/char 中建立显卡链接',
      text: 'systemd 由此识别显卡。每次开机后需重新建立；NVIDIA 提供了相应的 udev 规则。',
    },
    'enable-persistence': { title: '开启持久模式', text: '有效至下次开机；nvidia-persistenced 可长期保持。' },
    'check-network': { title: '检查网络', text: '依次检查域名解析、防火墙和 VPN。' },
    'trust-certificate': {
      title: '信任您所在组织的证书颁发机构',
      text: '把证书放到引擎查找的位置，仅对该仓库生效。',
    },
    'check-proxy': { title: '检查代理', text: '引擎有自己的代理设置，在 daemon.json 或其服务中。' },
    'set-clock': { title: '从网络同步时钟', text: '并保持同步。' },
    'raise-inotify-watches': { title: '允许更多监视', text: '立即生效，并在每次开机后生效。' },
    'raise-inotify-instances': { title: '允许更多实例', text: '立即生效，并在每次开机后生效。' },
    'mount-shm': { title: '挂载 /dev/shm', text: '按惯例为内存的一半。' },
    'update-wsl': {
      title: '更新 WSL',
      text: '在 Windows 的 PowerShell 中执行，然后更新那里的 NVIDIA 驱动。',
    },
    'convert-wsl': { title: '转换为 WSL 2', text: '在 Windows 的 PowerShell 中执行。' },
    'remove-linux-driver': { title: '移除 Linux 驱动', text: '只需要 Windows 提供的驱动。' },
  },
}

function productName(product: string): string {
  return product === 'podman' ? 'Podman' : product === 'desktop' ? 'Docker Desktop' : 'Docker'
}

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

function notLoaded(reason: string): string {
  if (reason === 'nouveau') return '开源驱动 nouveau 占用了显卡，需要将其屏蔽并重启机器。'
  if (reason === 'secure-boot')
    return 'Secure Boot 已开启，内核只加载已签名的模块。请登记模块的密钥，或关闭 Secure Boot。'
  return '有 nvidia-smi，但没有内核模块响应：通常是模块未针对当前内核构建。'
}
