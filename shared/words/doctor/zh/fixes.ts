import type { DoctorWords } from '..'

export const fixes: DoctorWords['fixes'] = {
  'install-engine': {
    title: '安装 Docker',
    text: '从您的发行版安装并启动。',
    source:
      'Debian 与 Ubuntu 的 docker.io 软件包；Fedora 的 moby-engine；Arch 与 openSUSE 的 docker（后三者为通用知识）',
  },
  'start-engine': {
    title: '启动引擎',
    text: '立即启动，并在每次开机时启动。',
    source:
      'moby/moby 源码 docker-v29.7.2：client/errors.go 与 client/request.go；rc-service 与 service 为通用知识',
  },
  'start-desktop': {
    title: '启动 Docker Desktop',
    text: '打开应用程序，等待其显示引擎正在运行。',
    source: '通用知识',
  },
  'join-docker-group': {
    title: '加入 docker 组',
    text: '下次登录时生效。该组的成员可以成为本机的 root。',
    source:
      'moby/moby 源码 docker-v29.7.2：client/request.go；旧版措辞（“Docker daemon socket”）见于 v27.5.1/v28.5.2',
  },
  'unset-docker-host': {
    title: '取消 DOCKER_HOST',
    text: '同时从 shell 的启动文件中删除，然后重新启动 Berth。',
    source: 'moby/moby 源码 docker-v29.7.2：client/errors.go 与 client/request.go',
  },
  'use-default-context': {
    title: '使用默认上下文',
    text: 'docker 命令随后会连接本机的引擎。',
    source: 'moby/moby 源码 docker-v29.7.2：client/errors.go 与 client/request.go',
  },
  'change-address': {
    title: '更改引擎地址',
    text: '在设置中清空地址，Berth 会自行查找。',
    source: 'Berth 的设置',
  },
  'upgrade-engine': { title: '升级引擎', text: '从发行版或 docker.com 安装当前版本。' },
  'use-overlay2': {
    title: '使用 overlay2',
    text: '在 daemon.json 中设置 "storage-driver": "overlay2" 并重启引擎。镜像需要重新拉取。',
    source: 'docs.docker.com/engine/storage/drivers/overlayfs-driver（通用知识）',
  },
  'free-disk': {
    title: '腾出空间',
    text: '显示引擎占用的空间。删除未使用的镜像和构建缓存效果最大；不会替您删除任何内容。',
    source: 'Docker Engine API 文档；通用知识',
  },
  'install-driver': { title: '安装 NVIDIA 驱动', text: '然后重启机器。', source: '通用知识' },
  'load-driver': {
    title: '加载驱动',
    text: '若无法加载，可能是模块未针对当前内核构建、被 Secure Boot 拒绝，或 nouveau 占用了显卡；内核日志会说明。',
  },
  reboot: { title: '重启机器', text: '请先保存所有工作：正在运行的一切都会结束。' },
  'reload-driver': {
    title: '不重启，直接加载新驱动',
    text: '仅在没有任何程序（包括桌面）使用 GPU 时可行。',
  },
  'reset-card': {
    title: '重置显卡',
    text: '会结束其上运行的程序。',
    source: 'nvidia-smi 手册，--gpu-reset（通用知识）',
  },
  'install-toolkit': {
    title: '安装 NVIDIA Container Toolkit',
    text: '使用 NVIDIA 的软件包，注册到引擎并重启引擎。',
    source:
      'NVIDIA Container Toolkit 安装指南（docs.nvidia.com）；步骤不使用管道，密钥保持 ASCII 格式（apt 自 1.4 起可读取）；zypper 与 pacman 的命令为通用知识',
  },
  'leave-snap': {
    title: '替换 snap 软件包',
    text: '其中的镜像和容器不会随之迁移。',
    source:
      'https://github.com/NVIDIA/nvidia-docker/issues/1034；https://github.com/NVIDIA/nvidia-docker/issues/1642（snap）；moby/moby 源码 docker-v29.7.2：daemon/devices_nvidia_linux.go',
  },
  'configure-toolkit': {
    title: '注册 Toolkit 并重启引擎',
    text: '正在运行的容器会停止，除非启用了 live-restore。',
    source: 'NVIDIA Container Toolkit 安装指南（docs.nvidia.com）',
  },
  'restart-engine': {
    title: '重启引擎',
    text: '正在运行的容器会停止，除非启用了 live-restore。',
    source: '通用知识',
  },
  'generate-cdi': {
    title: '生成描述文件',
    text: '按显卡的现状进行描述。',
    source: 'NVIDIA/nvidia-container-toolkit：deployments/systemd 与 CHANGELOG',
  },
  'enable-cdi': {
    title: '启用 CDI 并重启引擎',
    text: '正在运行的容器会停止，除非启用了 live-restore。',
    source: 'Toolkit 的 CHANGELOG（--enable-cdi）；现用的参数为通用知识',
  },
  'make-device-links': {
    title: '在 /dev/char 中建立显卡链接',
    text: 'systemd 由此识别显卡。每次开机后需重新建立；NVIDIA 提供了相应的 udev 规则。',
    source:
      'NVIDIA/nvidia-container-toolkit 文档，nvidia-ctk system create-dev-char-symlinks；NVIDIA/nvidia-docker issue 1730（通用知识）',
  },
  'enable-persistence': {
    title: '开启持久模式',
    text: '有效至下次开机；nvidia-persistenced 可长期保持。',
    source: 'nvidia-smi 手册，--persistence-mode（通用知识）',
  },
  'check-network': { title: '检查网络', text: '依次检查域名解析、防火墙和 VPN。', source: '通用知识' },
  'trust-certificate': {
    title: '信任您所在组织的证书颁发机构',
    text: '把证书放到引擎查找的位置，仅对该仓库生效。',
    source: 'docs.docker.com，“Verify repository client with certificates”（通用知识）',
  },
  'check-proxy': {
    title: '检查代理',
    text: '引擎有自己的代理设置，在 daemon.json 或其服务中。',
    source: 'docs.docker.com/engine/daemon/proxy（通用知识）',
  },
  'set-clock': { title: '从网络同步时钟', text: '并保持同步。', source: 'timedatectl 手册' },
  'raise-inotify-watches': {
    title: '允许更多监视',
    text: '立即生效，并在每次开机后生效。',
    source: 'code.visualstudio.com/docs/setup/linux（524288 个监视）；sysctl.d 手册',
  },
  'raise-inotify-instances': {
    title: '允许更多实例',
    text: '立即生效，并在每次开机后生效。',
    source: 'docs.kernel.org（fs.inotify.max_user_instances）；sysctl.d 手册',
  },
  'mount-shm': {
    title: '挂载 /dev/shm',
    text: '按惯例为内存的一半。',
    source: 'tmpfs 手册：未另行指定时为内存的一半',
  },
  'update-wsl': {
    title: '更新 WSL',
    text: '在 Windows 的 PowerShell 中执行，然后更新那里的 NVIDIA 驱动。',
    source: '通用知识；NVML 返回码 17 的文本已核实（被操作系统或 cgroup 阻止）',
  },
  'convert-wsl': {
    title: '转换为 WSL 2',
    text: '在 Windows 的 PowerShell 中执行。',
    source: 'learn.microsoft.com/windows/wsl（通用知识）',
  },
  'remove-linux-driver': {
    title: '移除 Linux 驱动',
    text: '只需要 Windows 提供的驱动。',
    source:
      '通用知识；NVML 返回码 17 的文本已核实（被操作系统或 cgroup 阻止）；docs.nvidia.com 的 CUDA on WSL',
  },
}
